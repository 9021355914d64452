"""The ledgers of plans and indicators, out to Excel and back in."""

from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from openpyxl import load_workbook

from partywork.orgs.enums import OrgKind
from partywork.plans.actions import complete_plan
from partywork.plans.enums import Comparator
from partywork.plans.indicator_ledgers import INDICATORS, VALUES
from partywork.plans.ledger import LEDGER as PLANS
from partywork.plans.models import IndicatorValue
from tests.factories.orgs import make_org, make_user
from tests.factories.plans import TODAY, make_indicator, make_plan, make_value

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 31)


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def by(branch, client):
    user = make_user(branch)
    client.force_login(user)
    return user


def round_trip(client, ledger, by, org):
    """Export the list page's only row and take it for another organisation."""
    response = client.get(reverse(ledger.url), {"export": "xlsx"})
    sheet = load_workbook(BytesIO(response.content)).worksheets[0]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    headers = [column.header for column in ledger.exported(personal=True)]
    head = rows.index(headers)
    values, errors = ledger.read_row(dict(zip(headers, rows[head + 1], strict=True)))
    assert errors == {}
    values.pop("org")
    return ledger.take(values, org=org, by=by, today=TODAY)


def test_a_plan_comes_back_as_it_went(branch, by, client):
    item = make_plan(
        branch, by, DAY, owner="周某", theme="志愿服务", measure_code="work.volunteering.items",
        measure_narrowing="#进社区", comparator=Comparator.AT_LEAST, target_milli=6500,
    )  # fmt: skip
    complete_plan(item=item, version=1, done_on=DAY, result="做了七次", by=by, today=TODAY)
    again = round_trip(client, PLANS, by, make_org())
    fields = ("text", "theme", "due_on", "half", "owner", "figure", "target_text", "state", "done_on", "result", "key")
    assert [getattr(again, name) for name in fields] == [getattr(item, name) for name in fields]


def test_an_indicator_and_its_value_come_back_as_they_went(branch, by, client):
    indicator = make_indicator(branch, by, comparator=Comparator.AT_MOST, target_milli=30000, definition="按账面")
    value = make_value(indicator, by, DAY, 12500, denominator_milli=20000, declared=True, source_document="五月报表")
    other = make_org()
    again = round_trip(client, INDICATORS, by, other)
    fields = ("name", "unit", "since", "definition", "target_text", "key")
    assert [getattr(again, name) for name in fields] == [getattr(indicator, name) for name in fields]
    copied = round_trip(client, VALUES, by, other)
    assert copied.indicator == again
    fields = ("date", "value_milli", "denominator_milli", "declared", "source_document", "key")
    assert [getattr(copied, name) for name in fields] == [getattr(value, name) for name in fields]


def test_a_row_whose_indicator_is_unknown_is_told_which_there_are(branch, by):
    make_indicator(branch, by)
    make_indicator(branch, by, "网格数")
    values = {"date": DAY, "indicator": "集体收入", "value_milli": 1000, "declared": False}
    assert VALUES.take is not None
    with pytest.raises(ValidationError) as caught:
        VALUES.take(values, org=branch, by=by, today=TODAY)
    assert caught.value.message_dict == {
        "indicator": [f"“{branch}”在2026-05-31没有叫“集体收入”的指标。可以填：网格数、集体经济收入。"]
    }
    assert IndicatorValue.objects.count() == 0


def test_a_row_with_an_unknown_figure_names_its_column(branch, by):
    values = {"due_on": DAY, "text": "换届", "figure": "换届数", "comparator": "", "target_milli": None, "key": "1"}
    assert PLANS.take is not None
    with pytest.raises(ValidationError) as caught:
        PLANS.take(values, org=branch, by=by, today=TODAY)
    assert list(caught.value.message_dict) == ["figure"]
