"""The ledgers of visits and talks: what is exported comes back the same."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from partywork.common.money import yuan
from partywork.orgs.enums import OrgKind
from partywork.visits.enums import FundSource, VisitorRank
from partywork.visits.ledger import TALK_LEDGER, VISIT_LEDGER
from partywork.visits.models import Talk, Visit
from tests.factories.orgs import make_org, make_user
from tests.factories.visits import TODAY, make_condolence, make_talk

pytestmark = pytest.mark.django_db
OWN = {"id", "org", "on_behalf", "created_at", "updated_at"}


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def by(branch):
    return make_user(branch)


def exported(ledger, model) -> dict[str, object]:
    """One row as a workbook holds it: money in yuan."""
    columns = ledger.exported(personal=True)
    (row,) = ledger.table(model.objects.all(), personal=True)
    cells = zip(columns, row, strict=True)
    return {c.header: yuan(value) if c.kind == "money" else value for c, value in cells}


def take(ledger, cells, org, by):
    values, errors = ledger.read_row(cells)
    assert errors == {}
    del values["org"]
    return ledger.take(values, org=org, by=by, today=TODAY)


def test_an_exported_condolence_imports_as_the_same_record(branch, by):
    make_condolence(
        branch, by, date(2026, 2, 3), key="慰-1", needs="一；二", answer="已答复", fund_source=FundSource.DUES,
        visitors="周某、吴某", visitor_count=2, visitor_rank=VisitorRank.SECRETARY, tag="春节", highlight=True,
        place="社区", situation="情况平稳",
    )  # fmt: skip
    cells = exported(VISIT_LEDGER, Visit)
    assert cells["金额（元）"] == Decimal("1500")
    other = make_org(make_org(kind=OrgKind.COMMITTEE))
    taken = take(VISIT_LEDGER, cells, other, by)
    first = Visit.objects.get(org=branch)
    same = [f.name for f in Visit._meta.fields if f.name not in OWN]
    assert [getattr(taken, name) for name in same] == [getattr(first, name) for name in same]


def test_an_exported_talk_imports_as_the_same_record(branch, by):
    make_talk(branch, by, date(2026, 2, 3), key="谈-1", place="会议室")
    taken = take(TALK_LEDGER, exported(TALK_LEDGER, Talk), make_org(make_org(kind=OrgKind.COMMITTEE)), by)
    first = Talk.objects.get(org=branch)
    same = [f.name for f in Talk._meta.fields if f.name not in OWN]
    assert [getattr(taken, name) for name in same] == [getattr(first, name) for name in same]


def test_the_same_key_twice_is_one_visit(branch, by):
    make_condolence(branch, by, date(2026, 2, 3), key="慰-1")
    take(VISIT_LEDGER, exported(VISIT_LEDGER, Visit), branch, by)
    assert Visit.objects.count() == 1


def test_a_row_with_only_what_is_required_is_enough(branch, by):
    cells = {
        "日期": "2026-05-18",
        "党组织": branch.code,
        "方式": "走访",
        "对象类别": "居民",
        "走访对象": "王某",
        "编号": "1",
    }
    visit = take(VISIT_LEDGER, cells, branch, by)
    assert (visit.occasion, visit.visitor_count, visit.amount_fen) == ("ordinary", 1, 0)


def test_bad_cells_and_refusals_are_named_by_their_column(branch, by):
    _, errors = VISIT_LEDGER.read_row({"日期": "五月", "方式": "拜访", "金额（元）": "1.234"})
    assert set(errors) == {"日期", "党组织", "方式", "对象类别", "走访对象", "金额（元）", "编号"}
    with pytest.raises(ValidationError) as refused:
        take(TALK_LEDGER, {"日期": "2026-05-18", "党组织": "x", "类型": "谈心谈话", "谈话人": "周某", "谈话对象人数": 1,
                           "编号": "1"}, branch, by)  # fmt: skip
    assert set(refused.value.error_dict) <= {column.key for column in TALK_LEDGER.columns}


def test_names_and_what_was_heard_never_leave_in_a_submitted_workbook():
    hidden = {column.key for column in VISIT_LEDGER.columns if not column.asked} - {
        c.key for c in VISIT_LEDGER.exported(personal=False)
    }
    assert hidden == {"object_name", "situation", "needs", "answer"}
