"""The wrong rows and the doubtful people as fields of the page, and what was typed into them."""

from collections.abc import Mapping
from typing import Any

from partywork.imports.allowed import allowed_values, takes_several
from partywork.imports.enums import Choice, Policy
from partywork.imports.findings import problem_texts
from partywork.imports.layout import Layout
from partywork.imports.rows import Corrections, row_name
from partywork.imports.staging import Staging
from partywork.ledgers.columns import Column

MAX_TYPED = 2000
_CONFIRMED = "confirmed"


def shown_rows(findings: list[dict[str, Any]], layouts: list[Layout]) -> list[dict[str, Any]]:
    """For each wrong row: what is wrong, fields for the cells named, and the rest of the row folded."""
    return [_shown_row(finding, layouts[finding["sheet"]], len(layouts) > 1) for finding in findings]


def _shown_row(finding: dict[str, Any], layout: Layout, say_sheet: bool) -> dict[str, Any]:
    assert layout.ledger is not None
    name = row_name(finding["sheet"], finding["row"])
    wrong = {key for key, *_ in finding["problems"] if key}
    if any("已核对" in right for *_, right in finding["problems"]):
        wrong.add(_CONFIRMED)
    shown = {*layout.keys, *finding["cells"], *wrong} - ({"key"} - set(layout.keys))
    columns = [column for column in layout.ledger.import_columns if column.key in shown]
    fields = [_field(column, name, finding, column.key in wrong) for column in columns]
    where = f"第{finding['row']}行"
    return {
        "name": name,
        "where": f"「{layout.title}」{where}" if say_sheet else where,
        "who": finding["cells"].get("name") or finding["cells"].get("title") or "",
        "texts": list(problem_texts(finding)),
        "fields": [field for field in fields if field["wrong"]],
        "more": [field for field in fields if not field["wrong"]],
    }


def _field(column: Column, name: str, finding: dict[str, Any], wrong: bool) -> dict[str, Any]:
    value = finding["cells"].get(column.key, "")
    options = [] if takes_several(column) else allowed_values(column)
    if options and value not in options:
        options = [value, *options]
    if options and "" not in options:
        options = ["", *options]
    return {
        "name": f"c-{name}-{column.key}",
        "label": column.header,
        "value": value,
        "options": [(option, option or "（空）", option == value) for option in options],
        "wrong": wrong,
    }


def shown_doubles(findings: list[dict[str, Any]], corrections: Corrections, policy: str) -> list[dict[str, Any]]:
    """Rows about people on record already, and rows the file has twice."""
    shown = []
    for finding in findings:
        name, double = row_name(finding["sheet"], finding["row"]), finding["double"]
        who = finding["cells"].get("name", "")
        if "first" in double:
            same = f"和第{double['first']}行是同一个人，只导入一次。"
            shown.append({"where": f"第{finding['row']}行", "who": who, "texts": [same]})
            continue
        texts = [f"{double['how']}，已登记在“{double['org']}”。"]
        if double["blank"]:
            texts.append(f"登记里空着、文件里有：{'、'.join(double['blank'])}。")
        if double["other"]:
            texts.append(f"和登记不同：{'、'.join(double['other'])}（不会改动）。")
        offered = [each for each in Choice if policy == Policy.ASK and (each != Choice.NEW or double["may_be_new"])]
        chosen = corrections.choices.get(name, "")
        shown.append(
            {
                "where": f"第{finding['row']}行",
                "who": who,
                "texts": texts,
                "name": f"h-{name}",
                "choices": [(each.value, each.label, each.value == chosen) for each in offered],
            }
        )
    return shown


def read_corrections(before: Corrections, staging: Staging, posted: Mapping[str, str]) -> Corrections:
    """The corrections with what was typed on the page added. A cell left as it was is no correction."""
    alike = posted.get("alike") == "on"
    for finding in staging.get_list("findings"):
        name = row_name(finding["sheet"], finding["row"])
        if posted.get(f"d-{name}") == "on":
            before.dropped.append(name)
            continue
        if (chosen := posted.get(f"h-{name}")) in Choice.values:
            before.choices[name] = str(chosen)
        prefix = f"c-{name}-"
        wrong = {key for key, *_ in finding["problems"]}
        for field, text in posted.items():
            if field.startswith(prefix):
                key, typed = field[len(prefix) :], text.strip()[:MAX_TYPED]
                old = finding["cells"].get(key, "")
                if typed == old.strip():
                    continue
                before.cells.setdefault(name, {})[key] = typed
                if alike and old and key in wrong and key not in ("name", "id_number", "key"):
                    before.alike.setdefault(key, {})[old] = typed
    return before
