"""Figures about organisations against numbers counted by hand."""

from datetime import date
from decimal import Decimal

import pytest

from partywork.common.periods import HalfYear
from partywork.measures.evaluate import evaluate
from partywork.measures.evidence import records_behind
from partywork.measures.lookup import parse_request
from partywork.measures.window import Window
from partywork.orgs.actions import (
    add_tag,
    change_profile,
    create_group,
    dissolve_organisation,
    move_organisation,
    remove_tag,
)
from partywork.orgs.activity import as_activity_rule
from partywork.orgs.enums import OrgKind, Sector
from partywork.orgs.models import PartyGroup
from partywork.orgs.queries import scope_of_org
from tests.factories.orgs import FOUNDED, make_org
from tests.orgs.reading import profile_on

pytestmark = pytest.mark.django_db
FIRST, SECOND = HalfYear(2026, 1), HalfYear(2026, 2)
WINDOW = Window(FIRST, date(2026, 6, 30))


@pytest.fixture
def office():
    """A working committee; a general branch with two branches; a joint branch; one founded in the half-year."""
    root = make_org(kind=OrgKind.WORKING_COMMITTEE, sector=Sector.OFFICE)
    general = make_org(root, kind=OrgKind.GENERAL_BRANCH)
    community, school = make_org(general), make_org(general, sector=Sector.SCHOOL)
    joint = make_org(root, kind=OrgKind.JOINT_BRANCH, sector=Sector.PRIVATE_ENTERPRISE)
    young = make_org(root, sector=Sector.SOCIAL_ORGANISATION, founded_on=date(2026, 3, 1))
    return root, general, community, school, joint, young


def value(text: str, org, window: Window = WINDOW):
    request = parse_request(text)
    return evaluate([request], scope_of_org(org, window.on), window)[request]


def number(text: str, org, window: Window = WINDOW):
    return value(text, org, window).number


def parts(text: str, org) -> dict[str, int]:
    return {part.label: part.number for part in value(text, org).parts}


def lead(org, on: date, **facts):
    profile = profile_on(org, on).copy_for(on)
    for name, fact in facts.items():
        setattr(profile, name, fact)
    change_profile(profile=profile, on=on, by=None)


def test_organisations_by_kind_and_sector(office):
    root, general, *_ = office
    names = [
        "党组织数",
        "党工委数",
        "党委数",
        "党总支数",
        "党支部数",
        "联合党支部数",
        "两新党组织数",
        "两新组织党支部数",
    ]
    assert {name: number(name, root) for name in names} == dict(zip(names, [6, 1, 0, 1, 4, 1, 2, 2], strict=True))
    assert number("党支部数", general) == 2
    assert number("党支部数@学校", root) == 1
    assert number("党组织数@企业", root) == 1
    assert number("党组织数@组织类别=党支部", root) == 3


def test_parts_equal_the_total(office):
    root, *_ = office
    assert parts("党组织类别构成", root) == {"党工委": 1, "党总支": 1, "党支部": 3, "联合党支部": 1}
    assert parts("党支部领域构成", root) == {"社区": 1, "学校": 1, "非公企业": 1, "社会组织": 1}
    for name in ("党组织类别构成", "党支部领域构成"):
        assert sum(parts(name, root).values()) == number(name, root)


def test_a_stock_is_of_its_day(office):
    root, *_, young = office
    before = Window(FIRST, date(2026, 2, 28))
    assert [number("党支部数", root, window) for window in (before, WINDOW)] == [3, 4]
    lead(young, date(2026, 7, 10), sector=Sector.COMMUNITY)
    assert number("两新党组织数", root) == 2
    assert number("两新党组织数", root, Window(SECOND, date(2026, 12, 31))) == 1


def test_secretaries_and_contact_leaders(office):
    root, general, community, school, joint, _ = office
    for org in (general, community, school):
        lead(org, date(2026, 1, 10), secretary="周同")
    lead(community, date(2026, 2, 1), contact_leader="钱程", activity_rule=as_activity_rule("每周四"))
    lead(joint, date(2026, 2, 1), contact_leader="钱程")
    lead(general, date(2026, 2, 1), contact_leader="孙越")
    assert [number(name, root) for name in ("党组织书记数", "配备书记的支部数", "支部书记配备率")] == [
        3, 2, Decimal("50.0"),
    ]  # fmt: skip
    assert [number(name, root) for name in ("有联系领导的党组织数", "有联系领导的支部数", "联系领导人数")] == [3, 2, 2]
    rate = value("联系点覆盖率", root)
    assert (rate.number, rate.whole) == (Decimal("50.0"), 4)
    assert [number(name, root) for name in ("固定主题党日的支部数", "主题党日固定率")] == [1, Decimal("25.0")]


def test_founded_dissolved_and_moved_in_the_period(office):
    root, general, community, _school, joint, _ = office
    dissolve_organisation(org=joint, on=date(2026, 5, 1), reason="整合", by=None)
    move_organisation(org=community, parent=root, on=date(2026, 4, 1), by=None)
    other = make_org(root, kind=OrgKind.GENERAL_BRANCH, founded_on=date(2026, 7, 1))
    move_organisation(org=general, parent=other, on=date(2026, 8, 1), by=None)
    names = ["新建党组织数", "新建党支部数", "新建两新党组织数", "撤销党组织数", "调整隶属关系的党组织数"]
    assert [number(name, root) for name in names] == [1, 1, 1, 1, 1]
    later = Window(SECOND, date(2026, 12, 31))
    assert [number(name, root, later) for name in names] == [1, 0, 0, 0, 1]
    assert number("撤销党组织数@联合党支部", root) == 1
    assert number("党支部数", root) == 3
    moved = records_behind(parse_request("调整隶属关系的党组织数"), scope_of_org(root, later.on), later)
    assert list(moved) == [general]


def test_a_move_leaves_the_figures_of_earlier_halves_as_they_were(office):
    root, general, community, *_ = office
    before = [number("党支部数", org) for org in (root, general)]
    move_organisation(org=community, parent=root, on=date(2026, 7, 1), by=None)
    assert [number("党支部数", org) for org in (root, general)] == before == [4, 2]
    assert number("党支部数", general, Window(SECOND, date(2026, 12, 31))) == 1


def test_tags(office):
    root, _, community, school, joint, _ = office
    weak = add_tag(org=school, tag="软弱涣散", since=date(2026, 1, 5), by=None)
    for org in (community, joint):
        add_tag(org=org, tag="示范点", since=FOUNDED, by=None)
    add_tag(org=root, tag="示范点", since=date(2026, 5, 5), by=None)
    remove_tag(tag=weak, on=date(2026, 6, 10), by=None)
    may = Window(FIRST, date(2026, 5, 31))
    assert [number("软弱涣散党组织数", root, window) for window in (may, WINDOW)] == [1, 0]
    assert [number("软弱涣散党组织转化数", root, window) for window in (may, WINDOW)] == [0, 1]
    assert [number(f"标签组织数{tag}", root) for tag in ("", "#示范点", "#没有")] == [3, 3, 0]
    assert [number(name, root) for name in ("示范支部数", "新增标签组织数#示范点", "品牌党组织数")] == [2, 1, 0]


def test_groups(office):
    root, _, community, *_ = office
    for name, since in (("第一党小组", FOUNDED), ("第二党小组", date(2026, 2, 1))):
        create_group(group=PartyGroup(org=community, name=name, since=since), by=None)
    assert [number(name, root) for name in ("党小组数", "设立党小组的支部数", "新设党小组数")] == [2, 1, 1]


def test_a_rate_without_a_whole_says_nothing():
    bare = make_org(kind=OrgKind.COMMITTEE)
    assert number("联系点覆盖率", bare) is None
