"""What an office holds can leave as ledgers and come back into an empty system; 500 rows of mixed kinds count."""

import io
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook

from partywork.access.permissions import Role
from partywork.accounts.actions import appoint
from partywork.demo.organisations import ROOT, found
from partywork.demo.seed import seed
from partywork.imports.importer import import_workbook
from partywork.imports.sheets import importable
from partywork.ledgers.columns import Ledger
from partywork.ledgers.sheets import ledger_sheet
from partywork.ledgers.spreadsheet import workbook_bytes
from partywork.orgs.dated import FOREVER
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import Organisation
from partywork.orgs.queries import scope_of_org
from tests.emptied import emptied
from tests.factories.figures import figures
from tests.factories.orgs import make_org, make_user
from tests.factories.workbooks import fill, meeting_row, saved

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 15)
NOT_IN_THE_DEMO = {"启用登记台账", "填报数台账"}  # its one branch has logged from its first day
NAMES = [
    "党员总数", "转正党员数", "接收预备党员数", "党小组数", "期内届满支部数", "支委会次数", "组织生活参加人次",
    "请假人次", "议题数", "学习材料篇次", "收缴党费", "欠缴党费人数", "走访次数", "慰问金额", "谈心谈话人次",
    "查找问题数", "已销号问题数", "工作件数", "志愿服务参加人次", "金额合计", "计划事项数", "已完成计划事项数",
    "指标值",
]  # fmt: skip


def exported_rows(ledger: Ledger):
    rows = ledger.model._default_manager.order_by("pk")
    if ledger.code == "members":
        return rows.filter(until=FOREVER)  # who is on the books; movements are made on pages
    if ledger.code == "organisations":
        return rows.exclude(code=ROOT.code)
    return rows.order_by("date", "pk") if ledger.code == "committees" else rows


def without_since(workbook: bytes) -> io.BytesIO:
    """A row of the roster is a standing; whoever hands in a roster leaves its first day to the stages' dates."""
    book = load_workbook(io.BytesIO(workbook))
    roster = book["党员花名册"]
    column = next(cell.column for row in roster.iter_rows() for cell in row if cell.value == "自何日起")
    for row in roster.iter_rows(min_row=3):
        row[column - 1].value = None
    return saved(book)


def test_exported_ledgers_come_back_with_every_figure():
    # Income never leaves in an export, so the sheet of dues standards alone cannot come back.
    ledgers = [ledger for ledger in importable() if ledger.code != "dues_standards"]
    with emptied():
        seed(scale="branch", number=1, year=2026, by=None)
        before = figures(Organisation.objects.get(code=ROOT.code), *NAMES)
        counts = {ledger.title: exported_rows(ledger).count() for ledger in ledgers}
        sheets = [ledger_sheet(ledger, exported_rows(ledger), personal=True) for ledger in ledgers]
        workbook = without_since(workbook_bytes(sheets))
    assert Organisation.objects.count() == 0
    root = found(ROOT, None, "", 2026)
    manager = make_user()
    appoint(user=manager, org=root, role=Role.MANAGER, since=root.founded_on, by=None)
    outcome = import_workbook(
        source=workbook, root=root, scope=scope_of_org(root, TODAY), by=manager, today=TODAY, commit=True
    )
    assert [str(problem) for problem in outcome.problems] == []
    assert {count.sheet: count.added for count in outcome.counts} == {k: n for k, n in counts.items() if n}
    assert {title for title, count in counts.items() if not count} == NOT_IN_THE_DEMO
    assert {name: value.number for name, value in figures(root, *NAMES).items()} == {
        name: value.number for name, value in before.items()
    }


def mixed_rows(branches: list[Organisation]) -> dict[str, list[dict[str, object]]]:
    """500 rows: 200 meetings, 150 visits, 150 work logs."""
    first = date(2026, 1, 5)
    days = [first + timedelta(days=number % 170) for number in range(200)]
    turn = [branches[number % len(branches)] for number in range(200)]
    kinds = ["支委会", "支委会、主题党日", "党员大会"]
    meetings = [
        meeting_row(turn[n], f"m{n}", 日期=days[n], 会议类型=kinds[n % 3], 应到=20, 实到=18, 已核对="是")
        for n in range(200)
    ]
    visits = [
        {"日期": days[n], "党组织": turn[n].code, "方式": "慰问", "对象类别": "老党员", "走访对象": "某户",
         "走访人数": 2, "场合": "春节", "慰问形式": "慰问金", "金额（元）": 300.5, "资金来源": "党费", "编号": f"v{n}"}
        for n in range(150)
    ]  # fmt: skip
    work = [
        {"日期": days[n], "党组织": turn[n].name, "工作类型": "志愿服务", "内容": f"邻里清洁{n}", "参加人次": 7,
         "数量和金额": "垃圾袋 10个 25元", "编号": f"w{n}"} for n in range(150)
    ]  # fmt: skip
    return {"会议活动": meetings, "走访慰问": visits, "工作": work}


def test_five_hundred_rows_in_one_go_and_every_figure_follows():
    root = make_org(kind=OrgKind.COMMITTEE)
    manager = make_user(root, Role.MANAGER)
    source = fill(**mixed_rows([make_org(root) for _ in range(3)]))
    outcome = import_workbook(
        source=source, root=root, scope=scope_of_org(root, TODAY), by=manager, today=TODAY, commit=True
    )
    assert ([str(each) for each in outcome.problems], outcome.added) == ([], 500)
    expected = {
        "支委会次数": 67 + 67, "主题党日次数": 67, "党员大会次数": 66, "组织生活次数": 200, "组织生活参加人次": 3600,
        "慰问次数": 150, "慰问人次@春节": 300, "慰问金额": 150 * 30050, "志愿服务次数": 150,
        "志愿服务参加人次": 1050, "金额合计": 150 * 2500,
    }  # fmt: skip
    assert {name: value.number for name, value in figures(root, *expected).items()} == expected
