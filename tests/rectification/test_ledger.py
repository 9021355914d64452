"""The ledger of rectification: what is exported comes back the same, with its states."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from partywork.ledgers.cells import CellError
from partywork.orgs.enums import OrgKind
from partywork.rectification.enums import WEAK_ORGANISATION, Level
from partywork.rectification.ledger import LEDGER, as_progress
from partywork.rectification.models import RectificationItem
from tests.factories.orgs import make_org, make_user
from tests.factories.rectification import TODAY, make_item

pytestmark = pytest.mark.django_db
OWN = {"id", "org", "on_behalf", "created_at", "updated_at"}


@pytest.fixture
def root():
    return make_org(kind=OrgKind.COMMITTEE)


@pytest.fixture
def by(root):
    return make_user(root)


def take(cells, org, by):
    values, errors = LEDGER.read_row(cells)
    assert errors == {}
    del values["org"]
    assert LEDGER.take is not None
    return LEDGER.take(values, org=org, by=by, today=TODAY)


def plain(root, **changes):
    cells = {
        "提出日期": "2026-03-02",
        "党组织": root.code,
        "问题": "台账不全",
        "来源": "督查",
        "整改时限": "2026-05-31",
        "编号": "1",
    }
    return {**cells, **changes}


def test_an_exported_item_imports_with_the_same_facts_states_and_progress(root, by):
    lines = [(date(2026, 4, 1), "已开始"), (date(2026, 4, 20), "已公示")]
    branch = make_org(root)
    first = make_item(
        root, by, date(2026, 3, 2), key="改-1", progress=lines, closed_on=date(2026, 5, 1), subject_org=branch,
        category=WEAK_ORGANISATION, level_raised=Level.COMMITTEE, measures="派指导员", leader="吴某", unit="组织科",
        owner="周某", tag="整顿", highlight=True,
    )  # fmt: skip
    columns = LEDGER.exported(personal=True)
    (row,) = LEDGER.table(RectificationItem.objects.all(), personal=True)
    cells = {column.header: value for column, value in zip(columns, row, strict=True)}
    assert cells["进展情况"] == "2026-04-01 已开始；2026-04-20 已公示"
    taken = take({**cells, "编号": "改-2"}, root, by)
    same = [field.name for field in RectificationItem._meta.fields if field.name not in OWN | {"key"}]
    assert [getattr(taken, name) for name in same] == [getattr(first, name) for name in same]
    states = ("state", "due_on", "since", "until")
    assert list(taken.states.values_list(*states)) == list(first.states.values_list(*states))
    said = ("date", "kind", "text")
    assert list(taken.progress.values_list(*said)) == list(first.progress.values_list(*said))


def test_the_same_key_twice_is_one_item_with_one_state(root, by):
    for _ in range(2):
        item = take(plain(root), root, by)
    assert RectificationItem.objects.count() == 1
    assert item.states.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"整改状态": "已销号"}, "closed_on"),
        ({"整改时限": None}, "due_on"),
        ({"整顿对象": "没有的支部"}, "subject_org"),
        ({"类别": "软弱涣散"}, "subject_org"),
        ({"提出日期": "2026-07-02", "整改时限": "2026-08-01"}, "date"),
        ({"进展情况": "2026-03-01 早了"}, "progress"),
    ],
)
def test_a_refusal_names_its_column(root, by, changes, field):
    with pytest.raises(ValidationError) as refused:
        take(plain(root, **changes), root, by)
    assert list(refused.value.error_dict) == [field]
    assert field in {column.key for column in LEDGER.columns}
    assert RectificationItem.objects.count() == 0


def test_an_organisation_outside_the_unit_cannot_be_put_in_order(root, by):
    outside = make_org(make_org(kind=OrgKind.COMMITTEE))
    with pytest.raises(ValidationError, match="找不到"):
        take(plain(root, 整顿对象=outside.code), root, by)


def test_progress_needs_a_day_in_each_line():
    assert as_progress("2026-05-18 已排班；2026年5月20日：已公示\n2026/5/21，已验收") == [
        (date(2026, 5, 18), "已排班"),
        (date(2026, 5, 20), "已公示"),
        (date(2026, 5, 21), "已验收"),
    ]
    assert as_progress(None) == []
    for bad in ("已排班", "2026-13-01 已排班"):
        with pytest.raises(CellError):
            as_progress(bad)
