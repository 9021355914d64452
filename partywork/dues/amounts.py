"""What a member owes in a month: the standard as it was in that month, unless an approved reduction covers it."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from partywork.dues.enums import ReductionState
from partywork.dues.exception_models import DuesReduction
from partywork.dues.models import DuesStandard, StandardChange


def amount_in(
    standard: DuesStandard, month: int, changes: Iterable[StandardChange], reductions: Collection[DuesReduction]
) -> int:
    """In fen. ``changes`` of the standard in the order they were made; ``reductions`` approved and of the member."""
    held = [each for each in reductions if each.first_month <= month <= each.last_month]
    return held[-1].monthly_fen if held else standard_in(standard, month, changes)


def standard_in(standard: DuesStandard, month: int, changes: Iterable[StandardChange]) -> int:
    """The monthly standard in fen as it was in that month, whenever the month is opened."""
    made = list(changes)
    amount = made[0].before_fen if made else standard.monthly_fen
    for change in made:
        if month >= change.month:
            amount = change.after_fen
    return amount


def amounts_in(standards: Collection[DuesStandard], month: int) -> dict[int, int]:
    """By member, for many standards at once. Two queries."""
    changes: dict[int, list[StandardChange]] = defaultdict(list)
    for change in StandardChange.objects.filter(standard__in=[each.pk for each in standards]).order_by("pk"):
        changes[change.standard_id].append(change)
    reductions: dict[int, list[DuesReduction]] = defaultdict(list)
    for reduction in approved([each.member_id for each in standards], month):
        reductions[reduction.member_id].append(reduction)
    return {each.member_id: amount_in(each, month, changes[each.pk], reductions[each.member_id]) for each in standards}


def approved(members: Iterable[int], month: int) -> Iterable[DuesReduction]:
    """The approved reductions of these people that cover the month, the one decided last at the end."""
    return DuesReduction.objects.filter(
        member__in=members, state=ReductionState.APPROVED, first_month__lte=month, last_month__gte=month
    ).order_by("decided_on", "pk")


def approved_in(members: Iterable[int], year: int) -> dict[int, list[DuesReduction]]:
    """The approved reductions of a year by member, in the order of their months."""
    found: dict[int, list[DuesReduction]] = defaultdict(list)
    rows = DuesReduction.objects.filter(member__in=members, year=year, state=ReductionState.APPROVED)
    for reduction in rows.order_by("first_month", "pk"):
        found[reduction.member_id].append(reduction)
    return found
