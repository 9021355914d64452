"""Obligations with a day of their own: terms, reviews, probation, rectification, plans. One query reads them all."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Case, CharField, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce

from partywork.access.scope import Scope
from partywork.committees.models import CommitteeTerm
from partywork.committees.queries import in_force
from partywork.common.periods import add_months, period_of
from partywork.compliance.duties import PLAN, PROBATION, RECTIFICATION, REVIEW, TERM, Duty
from partywork.compliance.lights import Light, Obligation, day, light_of
from partywork.compliance.reading import DUE_SOON_DAYS, Reading
from partywork.compliance.units import Unit
from partywork.development.enums import ExtensionKind
from partywork.development.models import DevelopmentExtension
from partywork.development.overdue import review, review_due, reviewed_now
from partywork.entries.enums import Status
from partywork.members.enums import Stage
from partywork.members.models import Standing
from partywork.plans.enums import PlanState
from partywork.plans.models import PlanItem
from partywork.rectification.enums import DUE_STATES
from partywork.rectification.models import ItemState
from partywork.rules.queries import RuleBook

PROBATION_MONTHS = "development.probation_months"
SHIFT_YEARS = "term.shift_years"
NO_NUMBER = Value(0)
REVIEWED, MISSED = 1, 2  # in this half-year; neither in it nor in the last one
AHEAD = timedelta(days=366)  # plans and items due later than this are no page's business yet


class Dated(NamedTuple):
    """A row of any of the tables: whose, its day, its record, what it is called."""

    kind: str
    org_id: int
    day: date
    record: int
    text: str
    number: int  # of a probation the months it was prolonged by, of a review whether it was done or missed


def deadline_obligations(reading: Reading) -> Iterator[Obligation]:
    with_term = set()
    for row in _rows(reading):
        unit = reading.units.get(row.org_id)
        if unit is None:
            continue
        if row.kind == TERM.code:
            with_term.add(row.org_id)
        yield READERS[row.kind](reading, unit, row)
    for unit in reading.units.values():
        if unit.is_elected and unit.pk not in with_term:
            yield _without_term(reading, unit)


def _rows(reading: Reading) -> Iterator[Dated]:
    scope, on = reading.scope, reading.on
    last = max(reading.until, on) + AHEAD
    terms = _listed(TERM, CommitteeTerm.objects.filter(in_force(on)), scope, "org", "due_on", "pk", "number")
    people = Standing.objects.on(on).filter(stage=Stage.PROBATIONARY)
    admitted = people.annotate(admitted=Coalesce("member__admitted_on", "since"))
    probation = _listed(PROBATION, admitted, scope, "org", "admitted", "member", "member__name", _prolonged(on))
    reviewed = Case(
        When(reviewed_now(on), then=REVIEWED), When(review(on), then=MISSED), default=0, output_field=IntegerField()
    )
    activists = Standing.objects.on(on).filter(review_due(on))
    reviews = _listed(REVIEW, activists, scope, "org", "since", "member", "member__name", reviewed)
    states = ItemState.objects.on(on).filter(item__status=Status.DONE, state__in=DUE_STATES, due_on__lte=last)
    items = _listed(RECTIFICATION, states, scope, "item__org", "due_on", "item", "item__title")
    open_on = Q(done_on__isnull=True) | Q(done_on__gt=on)
    plans = PlanItem.objects.filter(open_on, due_on__lte=last).exclude(state=PlanState.CANCELLED)
    planned = _listed(PLAN, plans, scope, "org", "due_on", "pk", "text")
    for row in terms.union(probation, reviews, items, planned, all=True):
        yield Dated(*row)


def _prolonged(on: date) -> Any:
    """The months by which a person's probation was prolonged, as known on the day."""
    held = DevelopmentExtension.objects.filter(
        member=OuterRef("member"), kind=ExtensionKind.PROBATION, status=Status.DONE, date__lte=on
    )
    months = held.order_by().values("member").annotate(most=Max("months")).values("most")
    return Coalesce(Subquery(months, output_field=IntegerField()), NO_NUMBER)


def _listed(
    duty: Duty, rows: QuerySet[Any], scope: Scope, org: str, on: str, record: str, text: str, number: Any = NO_NUMBER
) -> QuerySet[Any]:
    """The columns of ``Dated``; a union needs them alike in every part."""
    if scope.orgs is not None:
        rows = rows.filter(**{f"{org}__in": scope.orgs})
    return rows.order_by().values_list(
        Value(duty.code, output_field=CharField()), F(org), F(on), F(record), Cast(text, CharField()), number
    )


def _term(reading: Reading, unit: Unit, row: Dated) -> Obligation:
    """第21条: the superior reminds of the election six months before the term is full."""
    book, code = reading.book(unit), TERM.rule
    months, years = book.number(code), book.number(SHIFT_YEARS)
    if add_months(row.day, 12 * years) < reading.on:
        code, light = SHIFT_YEARS, Light.OVERDUE
        detail = f"任期{row.day:%Y-%m-%d}届满，已过{years}年还没有换届。延期一般不超过{years}年，请尽快换届。"
    elif row.day < reading.on:
        light, detail = Light.OVERDUE, f"任期{row.day:%Y-%m-%d}届满，还没有换届。延期要经上级党组织批准。"
    elif add_months(reading.on, months) >= row.day:
        light, detail = Light.SOON, f"任期{row.day:%Y-%m-%d}届满，已在{months}个月以内，请着手准备换届。"
    else:
        light, detail = Light.MET, f"任期到{row.day:%Y-%m-%d}"
    return Obligation(
        unit.pk, TERM, book.rule(code), f"第{row.text}届委员会换届", detail, row.day, light, record=row.record
    )


def _without_term(reading: Reading, unit: Unit) -> Obligation:
    text = "还没有登记本届委员会，推算不出届满日期。请登记最近一次选举。"
    rule = reading.book(unit).rule(TERM.rule)
    return Obligation(unit.pk, TERM, rule, "换届", text, reading.on, Light.OPEN)


def _probation(reading: Reading, unit: Unit, row: Dated) -> Obligation:
    """Counted from the day the branch meeting admitted the member, longer where it was prolonged (发展党员工作细则)."""
    book = reading.book(unit)
    due = add_months(row.day, book.number(PROBATION_MONTHS) + row.number)
    light = light_of(False, due, reading.on, book.number(DUE_SOON_DAYS))
    detail = f"{row.day:%Y-%m-%d}入党，预备期到{due:%Y-%m-%d}" + {
        Light.OVERDUE: "，已经期满。请及时开会讨论能否转正。",
        Light.SOON: "，请准备讨论转正。",
    }.get(light, "。")
    return Obligation(
        unit.pk, PROBATION, book.rule(PROBATION_MONTHS), f"{row.text}预备期满", detail, due, light, record=row.record
    )


def _review(reading: Reading, unit: Unit, row: Dated) -> Obligation:
    """An activist since the half-year began is reviewed in it (发展党员工作细则第11条)."""
    book, half = reading.book(unit), period_of(reading.on, "half")
    if row.number == MISSED and reading.was_in_use(unit, half.previous):
        half = half.previous
    light = light_of(row.number == REVIEWED, half.end, reading.on, book.number(DUE_SOON_DAYS))
    detail = {
        Light.MET: "本半年已考察",
        Light.OVERDUE: f"{half.label}没有考察，{half.end:%Y-%m-%d}已到期。考察过的请补录，没有的请尽快考察。",
    }.get(light, f"本半年还没有考察，{day(half.end, reading.on)}前完成。")
    title = f"{half.label}考察{row.text}"
    return Obligation(unit.pk, REVIEW, book.rule(REVIEW.rule), title, detail, half.end, light, record=row.record)


def _due(duty: Duty, what: str) -> Callable[[Reading, Unit, Dated], Obligation]:
    def read(reading: Reading, unit: Unit, row: Dated) -> Obligation:
        book: RuleBook = reading.book(unit)
        light = light_of(False, row.day, reading.on, book.number(DUE_SOON_DAYS))
        if light is Light.OVERDUE:
            detail = f"{what}{row.day:%Y-%m-%d}，已过{(reading.on - row.day).days}天。"
        else:
            detail = f"{what}{day(row.day, reading.on)}，还有{(row.day - reading.on).days}天。"
        return Obligation(unit.pk, duty, book.rule(duty.rule), row.text, detail, row.day, light, record=row.record)

    return read


READERS: dict[str, Callable[[Reading, Unit, Dated], Obligation]] = {
    TERM.code: _term,
    PROBATION.code: _probation,
    REVIEW.code: _review,
    RECTIFICATION.code: _due(RECTIFICATION, "整改时限"),
    PLAN.code: _due(PLAN, "完成期限"),
}
