"""Figures about everyday work, against numbers counted by hand."""

from datetime import date
from decimal import Decimal

import pytest

from partywork.common.periods import HalfYear
from partywork.entries.actions import cancel_entry
from partywork.entries.enums import Status
from partywork.measures.display import print_number
from partywork.measures.evaluate import evaluate
from partywork.measures.evidence import records_behind
from partywork.measures.lookup import measure, parse_request
from partywork.measures.themes import Theme
from partywork.measures.window import Window
from partywork.orgs.enums import OrgKind
from partywork.orgs.queries import scope_of_org
from partywork.worklog.actions import Lines
from partywork.worklog.enums import WorkKind
from partywork.worklog.lines import LineData
from partywork.worklog.measures import MEASURES
from tests.factories.orgs import make_org, make_user
from tests.factories.worklog import make_work

pytestmark = pytest.mark.django_db
WINDOW = Window(HalfYear(2026, 1), date(2026, 6, 30))


@pytest.fixture
def office():
    root = make_org(kind=OrgKind.COMMITTEE)
    first, second = make_org(root), make_org(root)
    by = make_user(first)
    for month in range(1, 7):
        make_work(first, by, date(2026, month, 12), people=10, served=20)
    make_work(second, by, date(2026, 3, 12), tag="义务植树", people=5, members_taking_part=3, members_due=4,
              lines=Lines([LineData("树苗", 60000, "棵", 90000)], ["甲公司", "乙学校"]))  # fmt: skip
    make_work(second, by, date(2026, 4, 2), WorkKind.DOCUMENT, title="积分办法", items=3, people=0)
    make_work(second, by, date(2026, 5, 6), WorkKind.INTEGRITY, title="观看警示教育片", people=4, members_taking_part=4,
              members_due=5, lines=Lines(partners=["甲公司"]))  # fmt: skip
    make_work(second, by, date(2026, 5, 7), WorkKind.PREMISES, title="党群服务站更新", people=0,
              lines=Lines([LineData("展板", 12500, "块"), LineData("展板", 4000, "块"), LineData("条幅", 6000, "条"),
                           LineData("经费", amount_fen=350050)]))  # fmt: skip
    make_work(first, by, date(2025, 12, 31), people=99)
    wrong = make_work(first, by, date(2026, 6, 1), people=99, lines=Lines([LineData("展板", 99000, "块")]))
    cancel_entry(entry=wrong, version=1, reason="记错了", by=by)
    make_work(first, by, date(2026, 9, 1), WorkKind.TRAINING, status=Status.PLANNED, items=2)
    return root, first, second, by


def number(text, org, window=WINDOW):
    request = parse_request(text)
    return evaluate([request], scope_of_org(org, window.on), window)[request].number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("志愿服务次数", 7),
        ("志愿服务参加人次", 65),
        ("志愿服务次数#义务植树", 1),
        ("志愿服务惠及人次", 120),
        ("服务人次", 120),
        ("制发文件数", 3),
        ("警示教育次数", 1),
        ("警示教育参加人次", 4),
        ("培训期数", 0),
        ("工作件数", 12),
        ("工作件数@经费阵地", 1),
        ("开展工作的组织数", 2),
        ("共建单位数", 2),
        ("共建单位参与次数", 3),
        ("金额合计", 440050),
        ("阵地经费投入", 350050),
        ("数量合计@单位=块@项目=展板", 16500),
        ("数量合计@单位=棵", 60000),
        ("首次开展工作日期#义务植树", date(2026, 3, 12)),
        ("最近志愿服务日期", date(2026, 6, 12)),
        ("开展工作的月份数", 6),
        ("制发文件的月份数", 1),
        ("每月开展志愿服务的支部数", 1),
        ("每季度开展志愿服务的支部数", 1),
        ("每周开展志愿服务的支部数", 0),
        ("各支部志愿服务最少次数", 1),
        ("支部平均志愿服务次数", Decimal("3.5")),
        ("工作党员参加率", Decimal("77.8")),
        ("廉政教育党员参加率", Decimal("80.0")),
        ("工作党员参加率#义务植树", Decimal("75.0")),
        ("计划开展工作件数", 0),
    ],
)
def test_figures(office, text, expected):
    assert number(text, office[0]) == expected


@pytest.mark.parametrize("on", [date(2026, 6, 30), date(2026, 8, 1), date(2026, 12, 31)])
def test_planned_work_counts_as_planned_only_and_before_its_day_has_come(office, on):
    window = Window(HalfYear(2026, 2), on)
    assert number("计划开展工作件数", office[0], window) == 2
    assert number("计划开展工作日期", office[0], window) == date(2026, 9, 1)
    assert number("培训期数", office[0], window) == 0


def test_a_recorded_zero_is_a_figure_and_no_record_is_none(office):
    root, first, _, by = office
    assert number("收到举报件数", root) is None
    make_work(first, by, date(2026, 6, 30), WorkKind.INTEGRITY, title="举报情况", items=0,
              lines=Lines([LineData("举报", 0, "件")]))  # fmt: skip
    assert number("收到举报件数", root) == 0
    assert number("廉政教育次数", root) == 1
    make_work(first, by, date(2026, 6, 30), WorkKind.INTEGRITY, tag="举报", items=0,
              lines=Lines([LineData("", 2000, "件")]))  # fmt: skip
    found = measure("work.integrity.reported")
    assert print_number(found, number("收到举报件数", root)) == "2"


def test_breakdowns_add_up(office):
    request = parse_request("工作构成")
    value = evaluate([request], scope_of_org(office[0], WINDOW.on), WINDOW)[request]
    parts = [(part.label, part.number) for part in value.parts]
    assert (value.number, parts) == (12, [("志愿服务", 7), ("廉政教育", 1), ("发文制度", 3), ("经费阵地", 1)])


def test_the_evidence_of_a_quantity_is_the_log_it_stands_in(office):
    rows = records_behind(parse_request("数量合计@单位=块"), scope_of_org(office[0], WINDOW.on), WINDOW)
    assert list(rows.values_list("title", flat=True)) == ["党群服务站更新"]


def test_every_theme_is_a_theme_of_the_report():
    assert {each.theme for each in MEASURES} - set(Theme.values) == set()
