"""Counts of lights: a unit's children by kind of duty, or its kinds by month. Branches are summed, never listed."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from partywork.access.scope import Scope
from partywork.compliance.duties import COLUMNS
from partywork.compliance.lights import WORST_FIRST, Light, Obligation
from partywork.compliance.obligations import obligations_of, reading_of
from partywork.orgs.models import Organisation
from partywork.orgs.queries import ids_of_path, placement_of

ROWS = 400  # of one page; a unit has no more children than that
Lights = Counter[Light]
Cell = dict[str, str]


def heat_of(org: Organisation, scope: Scope, on: date) -> dict[str, Any] | None:
    """The unit's children down, kinds of duties across; a child's row sums everything below it.

    The unit's own duties are a row of their own. None when nothing is owed anywhere.
    """
    reading = reading_of(scope, on)
    placement = placement_of(org, on)
    depth = len(ids_of_path(placement.path)) if placement else 0
    child_of = {unit.pk: _child(unit.path, depth, org.pk) for unit in reading.units.values()}
    parents = {child for pk, child in child_of.items() if pk != child}
    rows: dict[int, dict[str, Lights]] = defaultdict(lambda: defaultdict(Counter))
    for each in obligations_of(reading):
        rows[child_of[each.org_id]][each.duty.code][each.light] += 1
    if not rows:
        return None
    codes = [code for code in COLUMNS if any(code in row for row in rows.values())]
    units = sorted(Organisation.objects.filter(pk__in=rows), key=lambda unit: (unit.pk != org.pk, unit.code))
    return {
        "corner": "单位",
        "columns": ["合计", *(COLUMNS[code] for code in codes)],
        "rows": [_row(unit, rows[unit.pk], codes, org, parents) for unit in units[:ROWS]],
        "left_out": max(len(units) - ROWS, 0),
    }


def _child(path: str, depth: int, own: int) -> int:
    ids = ids_of_path(path)
    return ids[depth] if len(ids) > depth else own


def _row(unit: Organisation, row: dict[str, Lights], codes: list[str], org: Organisation, parents: set[int]) -> Any:
    is_own = unit.pk == org.pk
    page = "heat" if unit.pk in parents and not is_own else "owed"
    label = f"{unit.short_name}（本级）" if is_own else unit.short_name
    cells = [cell_of(label, "合计", sum(row.values(), Counter()), _address(page, unit))]
    for code in codes:
        narrow = {"duty": code} if page == "owed" else {}
        cells.append(cell_of(label, COLUMNS[code], row.get(code, Counter()), _address(page, unit, **narrow)))
    return {"label": label, "url": _address(page, unit), "cells": cells}


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
        "columns": [f"{month}月" for month in range(1, 13)],
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
    return " ".join(f"{each.word}{lights[each]}" for each in (Light.OVERDUE, Light.SOON) if lights[each])


def worst_of(lights: Iterable[Light]) -> Light:
    return min(lights, key=WORST_FIRST.index)


def by_light(found: Iterable[Obligation]) -> list[Obligation]:
    """Worst first, then by the day it is due."""
    return sorted(found, key=lambda each: (WORST_FIRST.index(each.light), each.due_on, each.duty.code))


def _address(page: str, unit: Organisation, **query: str) -> str:
    return f"{reverse(f'compliance:{page}')}?{urlencode({'org': unit.pk, **query})}"
