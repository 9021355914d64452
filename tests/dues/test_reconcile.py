"""Whatever is owed and paid by chance: grid, collection sheet, Excel and figures agree to the fen."""

import io
from datetime import date
from random import Random
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from partywork.common.periods import Year
from partywork.dues.actions import change_standard
from partywork.dues.arrears import arrears_of
from partywork.dues.collecting import collect_month, open_month
from partywork.dues.collection_sheet import collection_sheet
from partywork.dues.consents import ConsentNote
from partywork.dues.enums import DuesBasis
from partywork.dues.grid import totals
from partywork.dues.ledger import LEDGER
from partywork.dues.models import DuesMonth
from partywork.dues.year_book import year_book
from partywork.ledgers.spreadsheet import workbook_bytes
from partywork.measures.evaluate import evaluate, evaluate_by
from partywork.measures.lookup import parse_request
from partywork.measures.window import Window
from partywork.orgs.queries import scope_of_org
from tests.factories.dues import make_reduction, make_standard, make_voluntary
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
END = date(2026, 6, 30)
LAST = 6


def some_standard(chance: Random) -> dict[str, Any]:
    basis = chance.choice(list(DuesBasis))
    if basis is DuesBasis.FARMER:
        return {"basis": basis, "monthly_fen": chance.randint(20, 100)}
    if basis is DuesBasis.FIXED:
        return {"basis": basis}
    return {"basis": basis, "base_fen": chance.randint(1_000, 8_000_000)}


def year_by_chance(org: Any, by: Any, chance: Random) -> None:
    """Members with every basis, some reduced or changed within the year, months paid in time, late or not at all."""
    for number in range(chance.randint(1, 4)):
        member = make_member(
            org, by, name=f"党员{number}", since=date(2026, chance.randint(1, LAST), chance.randint(1, 28))
        )
        standard = make_standard(member, by, **some_standard(chance))
        if standard.monthly_fen > 1 and chance.random() < 0.3:
            reduced = chance.randrange(standard.monthly_fen)
            make_reduction(member, by, 202604, 202605, monthly_fen=reduced, decided_on=date(2026, 1, 5))
        if standard.base_fen and chance.random() < 0.3:
            standard.base_fen = chance.randint(1_000, 2_000_000)
            change_standard(
                standard=standard, version=1, change_reason="调资", from_month=chance.randint(1, LAST), by=by, today=END
            )
        make_voluntary(member, by, member.standings.get().since, 500_000)
    for month in range(202601, 202601 + LAST):
        collect_by_chance(org, by, month, chance)


def collect_by_chance(org: Any, by: Any, month: int, chance: Random) -> None:
    open_month(org=org, month=month, by=by)
    rows = list(DuesMonth.objects.filter(org=org, paid_fen=0, due_fen__gt=0, month__lte=month))
    away = [row.member_id for row in rows if row.month == month and chance.random() < 0.4]
    late = [row for row in rows if row.month < month and chance.random() < 0.2]
    total = sum(row.due_fen for row in [*[r for r in rows if r.month == month and r.member_id not in away], *late])
    day = date(month // 100, month % 100, chance.randint(1, 28))
    slip = chance.choice([0, 0, 0, 1])
    try:
        collect_month(
            org=org, month=month, exceptions=away, late=[row.pk for row in late], total_received_fen=total + slip,
            paid_on=day, by=by, today=END, consent=ConsentNote(day, "外出", "长期在外"),
        )  # fmt: skip
    except ValidationError:
        assert slip or not total


def fen(value: object) -> int:
    return 0 if value is None else round(float(str(value)) * 100)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_every_place_says_the_same_to_the_fen(seed):
    with transaction.atomic():
        org = make_org()
        by = make_user(org)
        year_by_chance(org, by, Random(seed))
        rows = list(DuesMonth.objects.filter(org=org))
        due, paid = sum(row.due_fen for row in rows), sum(row.paid_fen for row in rows)
        owed = sum(row.due_fen - row.paid_fen for row in rows)

        names = ["应缴党费", "实缴党费", "欠缴党费金额", "累计欠缴党费金额", "收缴党费"]
        asked = {name: parse_request(name) for name in names}
        scope = scope_of_org(org, END)
        values = evaluate(asked.values(), scope, Window(Year(2026), END))
        said = {name: values[request].number or 0 for name, request in asked.items()}
        assert said == dict(zip(names, [due, paid, owed, owed, paid], strict=True))

        book = year_book(org, 2026, END)
        assert (book.due_fen, book.paid_fen) == (due, paid)
        by_month = [sum(row.paid_fen for row in book.of_month(month)) for month in range(1, 13)]
        assert [fen(text) if text != "—" else 0 for text in totals(book)] == [*by_month, paid]
        split = evaluate_by([asked["实缴党费"]], scope, Window(Year(2026), END), "month")[asked["实缴党费"]]
        paid_in = {month: value.number for month, value in split.items() if value.number}
        assert paid_in == {202600 + month: paid for month, paid in enumerate(by_month, 1) if paid}
        assert sum(line.owed_fen for line in arrears_of(org, END)) == owed

        sheet = collection_sheet(book, with_base=True)
        written = load_workbook(io.BytesIO(workbook_bytes([sheet]))).active
        assert written is not None
        grid = [[cell.value for cell in row] for row in written.iter_rows(min_row=4)]
        lines, total, signs = grid[: len(book.lines)], grid[-2], grid[-1]
        assert (total[1], signs[1]) == ("合计", "收缴人签名")
        for column, expected in zip(range(5, 19), [due, *by_month, paid], strict=True):
            assert fen(total[column]) == expected
            assert sum(fen(line[column]) for line in lines) == expected

        exported = list(LEDGER.table(DuesMonth.objects.filter(org=org), personal=False))
        assert (sum(row[2] for row in exported), sum(row[3] for row in exported)) == (due, paid)
        transaction.set_rollback(True)


def test_the_pages_total_is_the_sheets(client):
    org = make_org()
    by = make_user(org)
    year_by_chance(org, by, Random(7))
    client.force_login(by)
    grid = client.get(reverse("dues:grid"), {"year": 2026}).context["totals"][-1]
    sheet = client.get(reverse("dues:sheet"), {"year": 2026}).context["table"]["totals"]
    assert sheet[-2]["text"] == grid
