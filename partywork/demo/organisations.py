"""The tree of the demo: a made-up sub-district's working committee and what stands below it."""

from dataclasses import dataclass
from datetime import date

from partywork.access.permissions import Role
from partywork.accounts.actions import appoint
from partywork.accounts.models import User
from partywork.demo.world import Unit, World
from partywork.orgs.actions import add_tag, create_group, found_organisation
from partywork.orgs.activity import as_activity_rule
from partywork.orgs.enums import OrgKind, Sector
from partywork.orgs.models import Organisation, PartyGroup, Profile
from partywork.rectification.enums import WEAK_ORGANISATION

WEAK_SINCE = (4, 16)  # month and day from which the lagging branch is being put in order
LEADERS = ["方静远", "邵一鸣", "康淑敏", "聂文博", "柯晓岚"]  # the working committee; invented


@dataclass(frozen=True)
class Spec:
    """``founded`` is (years before the demo's year, month, day)."""

    code: str
    name: str
    short: str
    kind: OrgKind
    sector: Sector
    parent: str
    size: int = 0
    founded: tuple[int, int, int] = (9, 3, 20)
    day: str = "每月第一个周五"
    groups: int = 0
    lags: bool = False
    place: str = "党员活动室"
    tags: tuple[str, ...] = ()


ROOT = Spec(
    "DEMO", "中共青禾街道工作委员会", "青禾街道党工委", OrgKind.WORKING_COMMITTEE, Sector.OFFICE, "",
    founded=(16, 1, 8), day="", place="街道三楼会议室",
)  # fmt: skip
_GENERAL, _BRANCH = OrgKind.GENERAL_BRANCH, OrgKind.BRANCH
GENERALS = [
    Spec("DEMO-Z1", "中共青禾街道柳荫社区总支部委员会", "柳荫社区党总支", _GENERAL, Sector.COMMUNITY, "DEMO",
         founded=(12, 6, 12), day="", place="社区议事厅"),
    Spec("DEMO-Z2", "中共青禾街道机关总支部委员会", "街道机关党总支", _GENERAL, Sector.OFFICE, "DEMO",
         founded=(11, 9, 1), day="", place="街道二楼会议室"),
]  # fmt: skip
BRANCHES = [
    Spec("DEMO-01", "中共青禾街道柳荫社区第一支部委员会", "柳荫社区第一党支部", _BRANCH, Sector.COMMUNITY, "DEMO-Z1",
         38, groups=3, place="社区党群服务中心", tags=("示范点", "品牌")),
    Spec("DEMO-02", "中共青禾街道柳荫社区第二支部委员会", "柳荫社区第二党支部", _BRANCH, Sector.COMMUNITY, "DEMO-Z1",
         34, groups=2, day="每月5日", place="社区党群服务中心"),
    Spec("DEMO-03", "中共青禾街道柳荫社区退休党员支部委员会", "柳荫退休党员党支部", _BRANCH, Sector.RETIRED, "DEMO-Z1",
         42, groups=3, day="每月10日", place="老年活动室"),
    Spec("DEMO-04", "中共青禾街道机关第一支部委员会", "机关第一党支部", _BRANCH, Sector.OFFICE, "DEMO-Z2", 30,
         groups=2, place="街道二楼会议室", tags=("示范点",)),
    Spec("DEMO-05", "中共青禾街道便民服务中心支部委员会", "便民服务中心党支部", _BRANCH, Sector.PUBLIC_INSTITUTION,
         "DEMO-Z2", 24, day="每月第二个周三", place="便民服务中心会议室"),
    Spec("DEMO-06", "中共青禾小学支部委员会", "青禾小学党支部", _BRANCH, Sector.SCHOOL, "DEMO", 28,
         day="每月第二个周五", groups=2, place="学校会议室"),
    Spec("DEMO-07", "中共青禾社区卫生服务中心支部委员会", "卫生服务中心党支部", _BRANCH, Sector.HOSPITAL, "DEMO", 26,
         day="每月第三个周四", place="门诊楼示教室"),
    Spec("DEMO-08", "中共禾丰机电有限公司支部委员会", "禾丰机电党支部", _BRANCH, Sector.PRIVATE_ENTERPRISE, "DEMO", 18,
         founded=(6, 5, 16), day="每月15日", lags=True, place="公司培训室"),
    Spec("DEMO-09", "中共暖阳社会工作服务中心支部委员会", "暖阳社工党支部", _BRANCH, Sector.SOCIAL_ORGANISATION, "DEMO",
         9, founded=(4, 8, 5), day="每月第三个周五", place="社工站"),
    Spec("DEMO-10", "中共青禾街道石桥村支部委员会", "石桥村党支部", _BRANCH, Sector.VILLAGE, "DEMO", 31, groups=2,
         day="每月8日", place="村党群服务站"),
    Spec("DEMO-11", "中共青禾街道云栖商圈联合支部委员会", "云栖商圈联合党支部", OrgKind.JOINT_BRANCH,
         Sector.PRIVATE_ENTERPRISE, "DEMO", 8, founded=(0, 3, 12), day="每月20日", place="商圈党群驿站"),
    Spec("DEMO-12", "中共青禾供水站支部委员会", "青禾供水站党支部", _BRANCH, Sector.STATE_ENTERPRISE, "DEMO", 16,
         day="每月第一个周三", place="站区会议室"),
]  # fmt: skip


def found(spec: Spec, parent: Organisation | None, leader: str, year: int) -> Organisation:
    back, month, day = spec.founded
    org = Organisation(
        code=spec.code, name=spec.name, short_name=spec.short, kind=spec.kind, founded_on=date(year - back, month, day)
    )
    profile = Profile(sector=spec.sector, contact_leader=leader, secretary=LEADERS[0] if parent is None else "")
    profile.activity_rule = as_activity_rule(spec.day)
    return found_organisation(org=org, parent=parent, profile=profile, by=None)


def make_unit(world: World, spec: Spec, parent: Organisation) -> Unit:
    """An organisation with its groups and the account of its secretary, which nobody can log in with yet."""
    org = found(spec, parent, world.pick(LEADERS), world.year)
    user = User.objects.create_user(f"{spec.code.lower()}", f"{spec.short}书记")
    appoint(user=user, org=org, role=Role.SECRETARY, since=org.founded_on, by=world.manager)
    unit = Unit(org, spec.sector, spec.size, as_activity_rule(spec.day), user, lags=spec.lags, place=spec.place)
    for number in range(spec.groups):
        group = PartyGroup(org=org, name=f"第{'一二三'[number]}党小组", since=org.founded_on)
        unit.groups.append(create_group(group=group, by=world.manager))
    for tag in spec.tags:
        add_tag(org=org, tag=tag, since=date(world.year - 1, 7, 1), by=world.manager)
    if spec.lags:
        add_tag(org=org, tag=WEAK_ORGANISATION, since=date(world.year, *WEAK_SINCE), by=world.manager)
    return unit


def make_tree(world: World, branches: list[Spec]) -> None:
    """General branches that have a branch among ``branches``, and the branches."""
    wanted = {spec.parent for spec in branches}
    for spec in GENERALS:
        if spec.code in wanted:
            world.generals.append(make_unit(world, spec, world.root.org))
    by_code = {unit.org.code: unit.org for unit in [world.root, *world.generals]}
    for spec in branches:
        world.branches.append(make_unit(world, spec, by_code[spec.parent]))
