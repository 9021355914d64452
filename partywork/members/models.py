"""People and where they stood when: every roster, head count and denominator is read as of a date."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from partywork.common.pinyin import KEY_LENGTH, search_keys
from partywork.common.sealed import BlindIndexField, SealedField
from partywork.entries.models import Record
from partywork.members.enums import Closing, Education, Flag, Gender, Opening, Stage
from partywork.members.fields import KeyField
from partywork.orgs.dated import FOREVER, Dated, DatedQuerySet
from partywork.orgs.models import Organisation, PartyGroup


class Member(Record):
    """A person on the books: a party member or someone on the way to becoming one.

    ``org`` is the organisation of the newest standing, kept by the actions that write standings; what
    was true on a day is read from ``Standing``. ID number and phone are sealed from the first row on.
    """

    FOUND_BY = ("name", "org__short_name")
    SECRET_FIELDS = frozenset({"id_number", "id_number_index", "phone", "phone_index"})

    # Of an edit of these the audit chain holds the digest alone: old and new can be erased.
    PERSONAL_FIELDS = frozenset(
        {"name", "born_on", "ethnicity", "education", "degree", "occupation", "residence", "remark"}
    )

    name = models.CharField("姓名", max_length=40)
    gender = models.CharField("性别", max_length=8, choices=Gender)
    born_on = models.DateField("出生日期", null=True, blank=True)
    ethnicity = models.CharField("民族", max_length=20, default="汉族")
    education = models.CharField("学历", max_length=16, choices=Education, blank=True)
    degree = models.CharField("学位", max_length=20, blank=True)
    occupation = models.CharField("工作岗位", max_length=60, blank=True)
    residence = models.CharField("现居住地", max_length=100, blank=True)
    id_number = SealedField("公民身份号码", purpose="id_number", blank=True)
    id_number_index = BlindIndexField(of="id_number")
    phone = SealedField("手机号码", purpose="phone", blank=True)
    phone_index = BlindIndexField(of="phone")
    applied_on = models.DateField("递交申请书日期", null=True, blank=True)
    activist_on = models.DateField("确定积极分子日期", null=True, blank=True)
    candidate_on = models.DateField("确定发展对象日期", null=True, blank=True)
    admitted_on = models.DateField("入党日期", null=True, blank=True, help_text="支部大会接收为预备党员的日期")
    full_on = models.DateField("转正日期", null=True, blank=True)
    remark = models.TextField("备注", blank=True)
    earlier = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="later", verbose_name="以前的登记"
    )  # of the same person, who left the party and applied again

    class Meta(Record.Meta):
        verbose_name = "党员"
        ordering = ["name", "id"]
        constraints = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["id_number_index"],
                condition=~Q(id_number_index=""),
                name="member_id_number_once",
                violation_error_message="这个公民身份号码已经登记在另一个人名下，请核对。",
            ),
        ]
        indexes = [
            models.Index(fields=["org", "name"], name="member_of_org"),
            models.Index(fields=["name", "born_on"], name="member_namesakes"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        is_new = self._state.adding
        super().save(*args, **kwargs)
        spell([self], is_new=is_new)


class MemberSpelling(models.Model):
    """One of the ways somebody's name is typed, for finding them by an index; a bulk writer calls ``spell``.

    A table rather than a column: a surname of two readings makes two pinyin names, and the given name is
    searched alone too.
    """

    SCOPE_PATH = "member__org"

    member = models.ForeignKey(Member, models.CASCADE, related_name="spellings", db_index=False)  # leads the constraint
    key = KeyField(max_length=KEY_LENGTH)

    class Meta:
        verbose_name = "姓名检索"
        # How a key begins is all that is asked: PostgreSQL answers it from this kind of index.
        indexes: ClassVar = [
            models.Index(fields=["key"], name="member_spelling_key", opclasses=["varchar_pattern_ops"])
        ]
        constraints = [models.UniqueConstraint(fields=["member", "key"], name="member_spelling_once")]

    def __str__(self) -> str:
        return self.key


def spell(members: Sequence[Member], *, is_new: bool) -> None:
    """Write how the names of saved people are typed; what an earlier name was found by goes."""
    wanted = {(member.pk, key) for member in members for key in search_keys(member.name)}
    if not is_new:
        held = {(row.member_id, row.key): row.pk for row in MemberSpelling.objects.filter(member__in=members)}
        gone = [pk for pair, pk in held.items() if pair not in wanted]
        if gone:
            MemberSpelling.objects.filter(pk__in=gone).delete()
        wanted -= held.keys()
    rows = [MemberSpelling(member_id=member, key=key) for member, key in sorted(wanted)]
    MemberSpelling.objects.bulk_create(rows, batch_size=2000)


class StandingQuerySet(DatedQuerySet):
    """Rows closed as 登记有误 stay for the trace only: no roster, no figure and no history holds them."""

    def real(self) -> Self:
        return self.exclude(closing=Closing.MISTAKE)

    def on(self, day: date) -> Self:
        return super().on(day).real()


class Standing(Dated):
    """Someone's place for a time: which branch and group, at which stage. Spans of a person never overlap.

    A transfer, a change of group or of stage closes one span and opens the next on the same day. The
    opening is 发展阶段变更 exactly when the stage itself began on that day, so flows are read from it.
    """

    objects: ClassVar[Any] = StandingQuerySet.as_manager()

    member = models.ForeignKey(Member, models.PROTECT, related_name="standings", verbose_name="姓名")
    org = models.ForeignKey(Organisation, models.PROTECT, related_name="standings", verbose_name="党组织")
    group = models.ForeignKey(
        PartyGroup, models.PROTECT, related_name="standings", null=True, blank=True, verbose_name="党小组"
    )
    stage = models.CharField("人员类别", max_length=16, choices=Stage)
    opening = models.CharField("起因", max_length=16, choices=Opening)
    closing = models.CharField("止因", max_length=20, choices=Closing, blank=True)
    note = models.CharField("说明", max_length=100, blank=True, help_text="从哪里来、到哪里去")
    final = models.CharField("停止党籍后的处理", max_length=20, choices=Closing, blank=True)
    final_on = models.DateField("处理日期", null=True, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "组织关系"
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["member", "since"],
                condition=~Q(closing=Closing.MISTAKE),
                name="standing_one_start",
                violation_error_message="这一天的组织关系已经登记过，请刷新页面核对。",
            ),
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(until=FOREVER),
                name="standing_one_open",
                violation_error_message="组织关系刚刚有人改过，请刷新页面后再改。",
            ),
            models.CheckConstraint(
                condition=(Q(until=FOREVER) & Q(closing="")) | (~Q(until=FOREVER) & ~Q(closing="")),
                name="standing_closing_when_closed",
                violation_error_message="结束的组织关系要写明怎样结束，没有结束的不写。",
            ),
            models.CheckConstraint(
                condition=Q(final="", final_on=None)
                | (~Q(final="") & Q(closing__in=(Closing.SUSPENDED, Closing.MISTAKE), final_on__gte=F("until"))),
                name="standing_final_after_suspension",
                violation_error_message="最后处理只用于停止党籍或录入有误的，日期不能早于结束日期。",
            ),
        ]
        indexes = [
            models.Index(fields=["org", "since", "until", "stage", "member"], name="standing_roster"),
            models.Index(fields=["since", "id", "org"], name="standing_by_day"),  # of many units, newest first
            models.Index(
                fields=["until", "since", "stage", "org", "member", "opening", "closing", "group"],
                name="standing_on_day",
            ),
            models.Index(fields=["stage", "opening", "since", "org"], name="standing_flow"),
            models.Index(fields=["closing", "until", "org"], name="standing_left"),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.get_stage_display()}"


class MemberFlag(Dated):
    """A circumstance that holds for a time: away (流动), out of contact (失联), in hardship …

    A move between branches ends the row and goes on in one that is ``carried``, so that each branch's
    numbers are right on every day and nobody enters the circumstance twice.
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="flags", verbose_name="姓名")
    org = models.ForeignKey(Organisation, models.PROTECT, related_name="member_flags", verbose_name="党组织")
    flag = models.CharField("情况", max_length=16, choices=Flag)
    note = models.CharField("说明", max_length=100, blank=True, help_text="流动党员填外出地")
    carried = models.BooleanField("随人调整", default=False, editable=False)  # the same flag in the next branch
    cut = models.BooleanField("随人离开结束", default=False, editable=False)  # goes on when that is taken back

    class Meta(Dated.Meta):
        verbose_name = "党员情况"
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["member", "flag"],
                condition=Q(until=FOREVER),
                name="flag_once_open",
                violation_error_message="这种情况已经登记过，还没有结束。",
            ),
        ]
        indexes = [models.Index(fields=["flag", "since", "until", "org"], name="flag_on_day")]

    def __str__(self) -> str:
        return f"{self.member} {self.get_flag_display()}"
