"""Heat maps: a unit's children by kind of duty, or its kinds by month. Branches are summed, never listed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from partywork.access.scope import Scope
from partywork.compliance.duties import COLUMNS
from partywork.compliance.lights import WORST_FIRST, Light, Obligation
from partywork.compliance.overviews import duties_tally, months_tally
from partywork.compliance.tallies import Lights, Tally, month_column
from partywork.orgs.models import Organisation
from partywork.pages.views import link

ROWS = 400  # of one page; a unit has no more children than that
Cell = dict[str, str]
Column = tuple[str, str, dict[str, str]]  # key, heading, what narrows the page of a unit without children to it


def heat_of(org: Organisation, scope: Scope, on: date) -> dict[str, Any] | None:
    """The unit's children down, kinds of duties across; a child's row sums everything below it.

    None when nothing is owed anywhere.
    """
    return heat_from(org, duties_tally(org, scope, on))


def heat_from(org: Organisation, tally: Tally) -> dict[str, Any] | None:
    """The same of lights that are counted already."""
    codes = [code for code in COLUMNS if code in tally.columns()]
    return _table(org, tally, [(code, COLUMNS[code], {"duty": code}) for code in codes])


def heat_of_duty(org: Organisation, scope: Scope, on: date, code: str) -> dict[str, Any] | None:
    """The unit's children down, the months across in which one kind of duty falls due in the year of ``on``."""
    tally = months_tally(org, scope, on)
    months: list[Column] = [(month_column(code, month), f"{month}月", {}) for month in range(1, 13)]
    own = {child: {key: row[key] for key, _, _ in months if key in row} for child, row in tally.rows.items()}
    return _table(org, replace(tally, rows={child: row for child, row in own.items() if row}), months, duty=code)


def _table(org: Organisation, tally: Tally, columns: list[Column], **query: str) -> dict[str, Any] | None:
    if not tally.rows:
        return None
    units = sorted(Organisation.objects.filter(pk__in=tally.rows), key=lambda unit: (unit.pk != org.pk, unit.code))
    return {
        "corner": "单位",
        "heads": [link("合计", ""), *(link(head, _narrowed(org, narrow)) for _, head, narrow in columns)],
        "rows": [_row(org, tally, unit, columns, query) for unit in units[:ROWS]],
        "left_out": max(len(units) - ROWS, 0),
        "until": _until(tally),
    }


def _until(tally: Tally) -> str:
    """The time of day until which a worker has counted, if something was written since."""
    return f"{timezone.localtime(tally.made_at):%H:%M}" if tally.made_at else ""


def _narrowed(org: Organisation, narrow: dict[str, str]) -> str:
    """A kind's heading leads to its months."""
    return _address("heat", org, **narrow) if narrow else ""


def _row(org: Organisation, tally: Tally, unit: Organisation, columns: list[Column], query: dict[str, str]) -> Any:
    row = tally.rows[unit.pk]
    is_own = unit.pk == org.pk
    page = "heat" if unit.pk in tally.parents and not is_own else "owed"
    label = f"{unit.short_name}（本级）" if is_own else unit.short_name
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
    tally = months_tally(org, scope, on)
    lights = tally.columns()
    rows = {code: [lights.get(month_column(code, month), Counter()) for month in range(1, 13)] for code in COLUMNS}
    return {
        "corner": "事项",
        "left_out": 0,
        "until": _until(tally),
        "heads": [link(f"{month}月", "") for month in range(1, 13)],
        "rows": [
            {
                "label": COLUMNS[code],
                "url": _address(page, org, duty=code),
                "cells": [cell_of(f"{month}月", COLUMNS[code], each, "") for month, each in enumerate(row, 1)],
            }
            for code, row in rows.items()
            if any(row)
        ],
    }


def totals_of(tally: Tally) -> dict[str, Lights]:
    """The lights of all children by kind of duty (its code), in the heat map's order."""
    found = tally.columns()
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
