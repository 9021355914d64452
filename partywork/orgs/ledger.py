"""The ledger of organisations: Excel sheet and import sheet; the tree page shows its list columns."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet

from partywork.access.scope import Scope
from partywork.ledgers.cells import as_choice, as_date, as_list, as_name, as_text
from partywork.ledgers.columns import Column, Ledger
from partywork.orgs.actions import create_group, found_organisation
from partywork.orgs.activity import as_activity_rule
from partywork.orgs.dated import FOREVER
from partywork.orgs.enums import OrgKind, Sector
from partywork.orgs.models import Organisation, OrganisationTag, PartyGroup, Placement, Profile
from partywork.orgs.queries import organisations_in, subtree_ids


def profile_now(org: Organisation) -> Profile:
    """The newest profile of an organisation that ``rows`` prepared."""
    return list(org.profiles.all())[-1]


def parent_now(org: Organisation) -> Organisation | None:
    """The superior in the newest placement of an organisation that ``rows`` prepared."""
    return list(org.placements.all())[-1].parent


def _superior(org: Organisation) -> str:
    parent = parent_now(org)
    return parent.name if parent else ""


def _tags(org: Organisation) -> str:
    return "、".join(tag.tag for tag in org.tags.all())


def _groups(org: Organisation) -> str:
    return "、".join(group.name for group in org.groups.all())


def _dissolved(org: Organisation) -> date | None:
    return None if org.dissolved_on == FOREVER else org.dissolved_on


NAME = Column("short_name", "简称", lambda o: o.short_name, width=20, parse=as_text, required=True)
COLUMNS = [
    NAME,
    Column("code", "编码", lambda o: o.code, width=14, parse=as_text, required=True, in_list=False,
           help="自己编，本系统内不重复；同一编码导入两次只算一个", example="DEMO-01"),
    Column("name", "全称", lambda o: o.name, width=36, parse=as_text, required=True, in_list=False),
    Column("kind", "组织类别", lambda o: o.get_kind_display(), width=12, parse=as_choice(OrgKind), required=True,
           choices=OrgKind),
    Column("parent", "上级党组织", _superior, width=30, parse=as_text, required=True, in_list=False,
           help="上级的编码或全称；上级也在本表时写在它前面", example="DEMO"),
    Column("founded_on", "成立日期", lambda o: o.founded_on, "date", 12, parse=as_date, required=True, in_list=False,
           example="2018-05-10"),
    Column("sector", "领域", lambda o: profile_now(o).get_sector_display(), width=12, parse=as_choice(Sector),
           required=True, choices=Sector),
    Column("secretary", "书记", lambda o: profile_now(o).secretary, width=10, parse=as_name),
    Column("contact_leader", "联系领导", lambda o: profile_now(o).contact_leader, width=10, parse=as_name,
           help="上级领导班子成员中联系本组织的人"),
    Column("activity_day", "主题党日", lambda o: profile_now(o).activity_rule.words, width=18,
           parse=as_activity_rule, in_list=False, help="没有固定日子的不填", example="每月第一个周五"),
    Column("groups", "党小组", _groups, width=20, parse=as_list, in_list=False,
           help="支部设了党小组的，写小组名称，用顿号隔开；自支部成立之日起算", example="第一党小组、第二党小组"),
    Column("tags", "标签", _tags, width=16),
    Column("phone", "联系电话", lambda o: o.phone, width=16, parse=as_text, in_list=False),
    Column("dissolved_on", "撤销日期", _dissolved, "date", 12, in_list=False),
]  # fmt: skip


def rows(queryset: QuerySet[Organisation]) -> QuerySet[Organisation]:
    return queryset.prefetch_related(
        Prefetch("profiles", Profile.objects.order_by("since")),
        Prefetch("placements", Placement.objects.order_by("since").select_related("parent")),
        Prefetch("groups", PartyGroup.objects.filter(until=FOREVER).order_by("since", "pk")),
        Prefetch("tags", OrganisationTag.objects.filter(until=FOREVER).order_by("since", "pk")),
    )


def take(values: dict[str, Any], *, org: Organisation, by: Any, today: date) -> Organisation:
    """Found one imported organisation somewhere below ``org``; one that is there already is left as it is."""
    earlier = Organisation.objects.filter(code=values["code"]).first()
    if earlier is not None:
        if earlier.name != values["name"]:
            raise ValidationError({"code": f"编码“{earlier.code}”已被“{earlier.name}”使用，请换一个。"})
        return earlier
    if values["founded_on"] > today:
        raise ValidationError({"founded_on": "成立日期在今天之后，请核对。"})
    facts = {key: values[key] for key in ("code", "name", "short_name", "kind", "founded_on", "phone")}
    profile = Profile(**{key: values[key] for key in ("sector", "secretary", "contact_leader")})
    profile.activity_rule = values["activity_day"]
    parent = find_superior(org, values["parent"], today)
    org = found_organisation(org=Organisation(**facts), parent=parent, profile=profile, by=by)
    for name in dict.fromkeys(values["groups"]):
        create_group(group=PartyGroup(org=org, name=name, since=org.founded_on), by=by)
    return org


def find_superior(root: Organisation, text: str, today: date) -> Organisation:
    """``root`` or one below it, by code, full or short name. Rows above in the same sheet are found too."""
    around = organisations_in(Scope(subtree_ids(root, today), today))
    for name in ("code", "name", "short_name"):
        found = list(around.filter(**{name: text})[:2])
        if len(found) == 1:
            return found[0]
    raise ValidationError(
        {"parent": f"“{root}”及其下级里没有编码或全称是“{text}”的党组织。上级也在本表时，请写在它前面。"}
    )


LEDGER = Ledger("organisations", "党组织台账", Organisation, "orgs:list", COLUMNS, rows, take)
