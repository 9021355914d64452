"""The organisation tree. What can change is dated, so a past half-year recomputes as it was."""

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from partywork.common.phone import validate_phone
from partywork.orgs.activity import HINT, ActivityRule
from partywork.orgs.dated import FOREVER, Dated
from partywork.orgs.enums import ActivityDay, OrgKind, Sector


class Organisation(models.Model):
    """A party organisation; its place in the tree, sector and people are dated facts beside it."""

    SCOPE_PATH = "pk"
    FOUND_BY = ("short_name", "name", "code")

    code = models.CharField(
        "编码",
        max_length=32,
        unique=True,
        help_text="本系统内唯一，导入工作簿时用它认组织",
        error_messages={"unique": "这个编码已被别的党组织使用，请换一个。"},
    )
    name = models.CharField(
        "全称",
        max_length=100,
        unique=True,
        error_messages={"unique": "已经有这个全称的党组织，请核对是否重复登记。"},
    )
    short_name = models.CharField("简称", max_length=40)
    kind = models.CharField("组织类别", max_length=20, choices=OrgKind)
    founded_on = models.DateField("成立日期")
    dissolved_on = models.DateField("撤销日期", default=FOREVER, editable=False)
    phone = models.CharField("联系电话", max_length=20, blank=True)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    class Meta:
        verbose_name = "党组织"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(dissolved_on__gt=F("founded_on")),
                name="org_dissolved_after_founded",
                violation_error_message="撤销日期要在成立日期之后。",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    def clean(self) -> None:
        if self.phone:
            try:
                self.phone = validate_phone(self.phone)
            except ValueError as error:
                raise ValidationError({"phone": str(error)}) from None


class Placement(Dated):
    """Where an organisation stands in the tree.

    ``path`` is six digits for each level, ending in the organisation's own; digits alone sort the
    same under every database collation, so a subtree is one indexed range.
    """

    org = models.ForeignKey(Organisation, models.PROTECT, related_name="placements", verbose_name="党组织")
    parent = models.ForeignKey(
        Organisation, models.PROTECT, related_name="child_placements", null=True, blank=True, verbose_name="上级党组织"
    )
    path = models.CharField("路径", max_length=120)

    class Meta(Dated.Meta):
        verbose_name = "隶属关系"
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["org", "since"], name="placement_one_start"),
            models.UniqueConstraint(
                fields=["org"],
                condition=Q(until=FOREVER),
                name="placement_one_open",
                violation_error_message="隶属关系刚刚有人改过，请刷新页面后再改。",
            ),
        ]
        indexes = [
            models.Index(fields=["path", "since", "until", "org"], name="placement_subtree"),
            models.Index(fields=["parent", "since", "until"], name="placement_children"),
        ]


class Profile(Dated):
    """What is true of an organisation for a time: sector, secretary, contact leader, activity day."""

    org = models.ForeignKey(Organisation, models.PROTECT, related_name="profiles", verbose_name="党组织")
    sector = models.CharField("领域", max_length=24, choices=Sector, default=Sector.OTHER)
    secretary = models.CharField("书记", max_length=40, blank=True)
    contact_leader = models.CharField(
        "联系领导", max_length=40, blank=True, help_text="上级领导班子成员中联系本组织的人"
    )
    activity_day = models.CharField(
        "主题党日", max_length=16, choices=ActivityDay, default=ActivityDay.NONE, blank=True
    )
    activity_ordinal = models.PositiveSmallIntegerField("第几个", null=True, blank=True)
    activity_number = models.PositiveSmallIntegerField("几号或星期几", null=True, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "组织概况"
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["org", "since"], name="profile_one_start"),
            models.UniqueConstraint(
                fields=["org"],
                condition=Q(until=FOREVER),
                name="profile_one_open",
                violation_error_message="组织情况刚刚有人改过，请刷新页面后再改。",
            ),
        ]
        indexes = [models.Index(fields=["since", "until", "org", "sector"], name="profile_on_day")]

    def clean(self) -> None:
        if not self.activity_rule.is_sound:
            raise ValidationError({"activity_day": f"主题党日的日子不完整，{HINT}。"})

    @property
    def activity_rule(self) -> ActivityRule:
        return ActivityRule(self.activity_day, self.activity_ordinal, self.activity_number)

    @activity_rule.setter
    def activity_rule(self, rule: ActivityRule) -> None:
        self.activity_day, self.activity_ordinal = rule.activity_day, rule.activity_ordinal
        self.activity_number = rule.activity_number

    @property
    def facts(self) -> dict[str, str]:
        """What the profile says, in words, by label."""
        return {
            "领域": self.get_sector_display(),
            "书记": self.secretary,
            "联系领导": self.contact_leader,
            "主题党日": self.activity_rule.words,
        }

    def copy_for(self, since: date) -> Self:
        """An unsaved successor that starts on ``since`` with the same facts."""
        fields = [
            "org_id", "sector", "secretary", "contact_leader", "activity_day", "activity_ordinal", "activity_number",
        ]  # fmt: skip
        return type(self)(since=since, **{name: getattr(self, name) for name in fields})


class OrganisationTag(Dated):
    """A mark an organisation carries for a time: 示范点, 品牌, 软弱涣散 …"""

    org = models.ForeignKey(Organisation, models.PROTECT, related_name="tags", verbose_name="党组织")
    tag = models.CharField("标签", max_length=20)

    class Meta(Dated.Meta):
        verbose_name = "组织标签"
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["org", "tag"],
                condition=Q(until=FOREVER),
                name="tag_once_open",
                violation_error_message="这个标签已经有了。",
            ),
        ]

    def __str__(self) -> str:
        return self.tag


class PartyGroup(Dated):
    """A party group (党小组) inside a branch."""

    FOUND_BY = ("name", "org__short_name")

    org = models.ForeignKey(Organisation, models.PROTECT, related_name="groups", verbose_name="党支部")
    name = models.CharField("名称", max_length=40)
    leader = models.CharField("组长", max_length=40, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "党小组"
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["org", "name"],
                condition=Q(until=FOREVER),
                name="group_name_once",
                violation_error_message="已经有同名的党小组，请换一个名称。",
            ),
        ]

    def __str__(self) -> str:
        return self.name
