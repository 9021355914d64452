"""Obligations with a day of their own: terms, reviews, probation, rectification, plans."""

from collections.abc import Callable, Iterator

from partywork.common.periods import add_months, period_of
from partywork.compliance import dated
from partywork.compliance.dated import Dated
from partywork.compliance.duties import PLAN, PROBATION, RECTIFICATION, REVIEW, TERM, Duty
from partywork.compliance.lights import Light, Obligation, day, light_of
from partywork.compliance.reading import DUE_SOON_DAYS, Reading
from partywork.compliance.units import Unit
from partywork.rules.queries import RuleBook

PROBATION_MONTHS = "development.probation_months"
SHIFT_YEARS = "term.shift_years"


def deadline_obligations(reading: Reading) -> Iterator[Obligation]:
    for kind, read in READERS.items():
        for row in reading.dated(kind):
            unit = reading.units.get(row.org_id)
            if unit is not None:
                yield read(reading, unit, row)
    with_term = {row.org_id for row in reading.dated(dated.TERM)}
    for unit in reading.units.values():
        if unit.is_elected and unit.pk not in with_term:
            yield _without_term(reading, unit)


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
    if row.number == dated.MISSED and reading.was_in_use(unit, half.previous):
        half = half.previous
    light = light_of(row.number == dated.REVIEWED, half.end, reading.on, book.number(DUE_SOON_DAYS))
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
    dated.TERM: _term,
    dated.PROBATION: _probation,
    dated.REVIEW: _review,
    dated.RECTIFICATION: _due(RECTIFICATION, "整改时限"),
    dated.PLAN: _due(PLAN, "完成期限"),
}
