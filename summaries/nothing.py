"""Why a token has nothing to print, and what might be written instead: said to the writer, never printed."""

from collections.abc import Iterator

from django.db.models import Count as CountOf

from partywork.common.text import format_date, join_list
from partywork.measures import lookup
from partywork.measures.declarations import Measure, PerOrg, Regular, Request
from partywork.measures.evidence import evidence
from summaries.facts import Facts
from summaries.figures import facts_for, is_least_of_none, print_slot
from summaries.styles import HOW_OFTEN, SHARE
from summaries.tokens import Slot

OFFERED = 8  # values an answer lists


def why(slot: Slot, facts: Facts) -> str:
    """One sentence or two for a token that ``print_slot`` leaves empty."""
    assert slot.request is not None
    name, measure = lookup.show_request(slot.request), lookup.measure(slot.request.code)
    there = facts_for(slot, facts)
    if there is None:
        until = format_date(facts.window.on)
        if slot.dates is None or (slot.of and facts.of_unit(slot.of) is None):
            return f"“{slot.of}”不是本单位范围里的单位，“{name}”取不到它的数。"
        return f"“{name}”的“{slot.dates.text}”不在能统计的日期里，本总结的数据截至{until}。"
    value = there.value(slot.request)
    if is_least_of_none(measure, value):
        return f"“{name}”最少的是0，不能写“各0{measure.unit}”。{_total(measure, slot.request, there)}"
    if slot.style == SHARE:
        return f"“{name}”算不出占比：没有分母，或者它不是“{lookup.show_request(slot.whole)}”的一部分。"  # type: ignore[arg-type]
    if slot.style == HOW_OFTEN and isinstance(measure.of, Regular) and value.whole:
        return f"“{name}”现在是0，没有一个支部做到，不能这样写。"
    return f"“{name}”在这段时间没有登记记录，成文时会留空位。{''.join(unknown_values(slot.request, there))}"


def _total(measure: Measure, request: Request, facts: Facts) -> str:
    """The sum over all units, in place of the least of one."""
    assert isinstance(measure.of, PerOrg)
    for each in lookup.all_measures():
        same_rows = each.source is measure.source and each.where == measure.where
        if same_rows and type(each.of) is type(measure.of.of) and getattr(each.of, "on", "") == "":
            total = Slot(Request(each.code, request.tag, request.dims), "", "")
            printed = print_slot(total, facts)
            now = f"，现在是{printed.text}{each.unit}" if printed else ""
            return f"可以改用合计 {total.token}{now}。"
    return ""


def unknown_values(request: Request, facts: Facts) -> Iterator[str]:
    """What the request asks for by a free word that no record of the scope carries, with the words there are."""
    measure = lookup.measure(request.code)
    source = measure.source
    asked = [("标签", source.tag, request.tag)] if request.tag else []
    asked += [(dim.label, dim.path, value) for key, value in request.dims if not (dim := source.dims[key]).values]
    for label, path, value in asked:
        there_are = values_of(Request(request.code), path, facts)
        if value not in there_are:
            offered = f"现有：{join_list(list(there_are), OFFERED)}。" if there_are else f"记录里还没有填{label}。"
            yield f"没有{label}是“{value}”的记录，{offered}"


def values_of(request: Request, path: str, facts: Facts) -> dict[str, int]:
    """The words that the rows of a figure carry in a free field, with the number of rows, the commonest first."""
    rows = evidence(request, facts.scope, facts.window).order_by()
    counted = rows.exclude(**{path: ""}).values(path).annotate(_rows=CountOf("pk")).order_by("-_rows", path)
    return dict(counted.values_list(path, "_rows"))
