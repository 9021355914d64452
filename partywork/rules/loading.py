"""The shipped rules: after every migration (and flush) the rows without an organisation mirror the file."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from partywork.rules.models import Rule
from partywork.rules.values import read

RULES_FILE = Path(settings.FIXTURES_ROOT) / "rules.json"
_FACTS = ("title", "value", "unit", "source", "article", "note", "is_local")


def shipped_rules(path: Path = RULES_FILE) -> list[Rule]:
    """Unsaved rules from the file: each regulation once, with its rules. Raises ValueError for a bad one."""
    rules = []
    for text in json.loads(path.read_text(encoding="utf-8")):
        for each in text["rules"]:
            read(each["value"])
            rules.append(
                Rule(
                    code=each["code"],
                    title=each["title"],
                    value=each["value"],
                    unit=each.get("unit", ""),
                    source=text["source"],
                    article=each.get("article", ""),
                    note=each.get("note", text.get("note", "")),
                    effective_from=date.fromisoformat(each.get("effective_from", text["effective_from"])),
                    is_local=text["is_local"],
                )
            )
    return rules


def load_shipped_rules(*, using: str) -> None:
    """Bring the shipped rows in line with the file. Run twice it changes nothing."""
    table = Rule.objects.using(using)
    stored = {(rule.code, rule.effective_from): rule for rule in table.filter(org=None)}
    for rule in shipped_rules():
        known = stored.pop((rule.code, rule.effective_from), None)
        if known is None:
            rule.save(using=using)
        elif any(getattr(known, name) != getattr(rule, name) for name in _FACTS):
            table.filter(pk=known.pk).update(**{name: getattr(rule, name) for name in _FACTS})
    table.filter(pk__in=[rule.pk for rule in stored.values()]).delete()


def after_migrate(*, using: str, **_: Any) -> None:
    """Receiver of post_migrate, which a test's flush sends too. A database that stands before this table's
    migration, or at another shape of it, is left alone."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if Rule._meta.db_table not in connection.introspection.table_names(cursor):
            return
        description = connection.introspection.get_table_description(cursor, Rule._meta.db_table)
    if {field.column for field in Rule._meta.local_concrete_fields} <= {column.name for column in description}:
        load_shipped_rules(using=using)
