"""Counts of lights: a unit's children by kind of duty, or its kinds by month. Branches are summed, never listed."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from partywork.access.scope import Scope
from partywork.compliance.duties import COLUMNS
from partywork.compliance.lights import WORST_FIRST, Light, Obligation
from partywork.compliance.obligations import obligations_of, reading_of
from partywork.compliance.reading import Reading
from partywork.orgs.models import Organisation
from partywork.orgs.queries import ids_of_path, placement_of
from partywork.pages.views import link

ROWS = 400  # of one page; a unit has no more children than that
Lights = Counter[Light]
Cell = dict[str, str]


@dataclass(frozen=True)
class Children:
    """Which child of a unit each organisation below it belongs to; the unit itself is a row of its own."""

    org: Organisation
    child_of: dict[int, int]
    parents: frozenset[int]  # children that have units below them

    def rows(self, found: Iterable[tuple[Obligation, str]]) -> dict[int, dict[str, Lights]]:
        """Lights by child and by the column of each obligation."""
        rows: dict[int, dict[str, Lights]] = defaultdict(lambda: defaultdict(Counter))
        for each, column in found:
            rows[self.child_of[each.org_id]][column][each.light] += 1
        return rows

    def page(self, unit: Organisation) -> str:
        return "heat" if unit.pk in self.parents and unit.pk != self.org.pk else "owed"

    def label(self, unit: Organisation) -> str:
        return f"{unit.short_name}（本级）" if unit.pk == self.org.pk else unit.short_name


def children_in(org: Organisation, reading: Reading) -> Children:
    placement = placement_of(org, reading.on)
    depth = len(ids_of_path(placement.path)) if placement else 0
    child_of = {unit.pk: _child(unit.path, depth, org.pk) for unit in reading.units.values()}
    return Children(org, child_of, frozenset(child for pk, child in child_of.items() if pk != child))


def heat_of(org: Organisation, scope: Scope, on: date) -> dict[str, Any] | None:
    """The unit's children down, kinds of duties across; a child's row sums everything below it.

    None when nothing is owed anywhere.
    """
    reading = reading_of(scope, on)
    return heat_from(org, reading, obligations_of(reading))


def heat_from(org: Organisation, reading: Reading, found: Iterable[Obligation]) -> dict[str, Any] | None:
    """The same of obligations that are read already."""
    children = children_in(org, reading)
    rows = children.rows((each, each.duty.code) for each in found)
    codes = [code for code in COLUMNS if any(code in row for row in rows.values())]
    return _table(children, rows, [(code, COLUMNS[code], {"duty": code}) for code in codes])


def heat_of_duty(org: Organisation, scope: Scope, on: date, code: str) -> dict[str, Any] | None:
    """The unit's children down, the months across in which one kind of duty falls due in the year of ``on``."""
    reading = reading_of(scope, on, since=date(on.year, 1, 1))
    children = children_in(org, reading)
    found = (each for each in obligations_of(reading) if each.duty.code == code and each.due_on.year == on.year)
    rows = children.rows((each, str(each.due_on.month)) for each in found)
    return _table(children, rows, [(str(month), f"{month}月", {}) for month in range(1, 13)], duty=code)


def _table(
    children: Children, rows: dict[int, dict[str, Lights]], columns: list[tuple[str, str, dict[str, str]]], **query: str
) -> dict[str, Any] | None:
    """``columns``: key, heading, what narrows the page of a unit without children to it."""
    if not rows:
        return None
    units = sorted(Organisation.objects.filter(pk__in=rows), key=lambda unit: (unit.pk != children.org.pk, unit.code))
    return {
        "corner": "单位",
        "heads": [link("合计", ""), *(link(head, _narrowed(children.org, narrow)) for _, head, narrow in columns)],
        "rows": [_row(children, unit, rows[unit.pk], columns, query) for unit in units[:ROWS]],
        "left_out": max(len(units) - ROWS, 0),
    }


def _narrowed(org: Organisation, narrow: dict[str, str]) -> str:
    """A kind's heading leads to its months."""
    return _address("heat", org, **narrow) if narrow else ""


def _child(path: str, depth: int, own: int) -> int:
    ids = ids_of_path(path)
    return ids[depth] if len(ids) > depth else own


def _row(
    children: Children,
    unit: Organisation,
    row: dict[str, Lights],
    columns: list[tuple[str, str, dict[str, str]]],
    query: dict[str, str],
) -> Any:
    page, label = children.page(unit), children.label(unit)
    address = _address(page, unit, **query)
    cells = [cell_of(label, "合计", sum(row.values(), Counter()), address)]
    for key, heading, narrow in columns:
        further = {**query, **(narrow if page == "owed" else {})}
        cells.append(cell_of(label, heading, row.get(key, Counter()), _address(page, unit, **further)))
    return {"label": label, "url": address, "cells": cells}


def months_of(org: Organisation, scope: Scope, on: date, page: str) -> dict[str, Any]:
    """The year of ``on``: kinds of duties down, the months in which they fall due across.

    ``page`` is where a kind leads: what a branch owes, or the units below one level further down.
    """
    first, last = date(on.year, 1, 1), date(on.year, 12, 31)
    rows: dict[str, dict[int, Lights]] = defaultdict(lambda: defaultdict(Counter))
    for each in obligations_of(reading_of(scope, on, since=first)):
        if first <= each.due_on <= last:
            rows[each.duty.code][each.due_on.month][each.light] += 1
    return {
        "corner": "事项",
        "left_out": 0,
        "heads": [link(f"{month}月", "") for month in range(1, 13)],
        "rows": [
            {
                "label": COLUMNS[code],
                "url": _address(page, org, duty=code),
                "cells": [
                    cell_of(f"{month}月", COLUMNS[code], rows[code].get(month, Counter()), "") for month in range(1, 13)
                ],
            }
            for code in COLUMNS
            if code in rows
        ],
    }


def totals_of(scope: Scope, on: date) -> dict[str, Lights]:
    """The lights of a whole scope by kind of duty (its code), in the heat map's order."""
    found: dict[str, Lights] = defaultdict(Counter)
    for each in obligations_of(reading_of(scope, on)):
        found[each.duty.code][each.light] += 1
    return {code: found[code] for code in COLUMNS if code in found}


def cell_of(where: str, what: str, lights: Lights, url: str) -> Cell:
    """Kept out of what has been decided; below it what is missing or near; all counts as the title."""
    total = sum(lights.values())
    if not total:
        return {"text": "—", "sub": "", "light": "muted", "url": "", "title": f"{where}{what}：没有要求"}
    worst = worst_of(lights)
    decided = lights[Light.MET] + lights[Light.OVERDUE]
    light = Light.MET if worst is Light.OPEN and decided else worst
    return {
        "text": f"{lights[Light.MET]}/{decided}" if decided else light.word,
        "sub": _behind(lights) if total > 1 or decided else "",
        "light": light.value,
        "url": url,
        "title": f"{where}{what}：" + "，".join(f"{each.word}{lights[each]}" for each in WORST_FIRST if lights[each]),
    }


def _behind(lights: Lights) -> str:
    return " ".join(f"{each.word}{lights[each]}" for each in (Light.OVERDUE, Light.SOON, Light.HINT) if lights[each])


def worst_of(lights: Iterable[Light]) -> Light:
    return min(lights, key=WORST_FIRST.index)


def by_light(found: Iterable[Obligation]) -> list[Obligation]:
    """Worst first, then by the day it is due."""
    return sorted(found, key=lambda each: (WORST_FIRST.index(each.light), each.due_on, each.duty.code))


def _address(page: str, unit: Organisation, **query: str) -> str:
    return f"{reverse(f'compliance:{page}')}?{urlencode({'org': unit.pk, **query})}"
