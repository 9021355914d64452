"""What the tests of upgrades look at, in processes of the upgraded install."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import F

from partywork.audit import chain, triggers
from partywork.backups.archive import read_archive
from partywork.meetings.models import Absence


def rows(tables: list[str]) -> dict[str, int]:
    """How many rows each table has; -1 for one that is no more."""
    found = {}
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        for name in tables:
            cursor.execute(f'SELECT COUNT(*) FROM "{name}"' if name in present else "SELECT -1")
            found[name] = int(cursor.fetchone()[0])
    return found


def figures(org: str, period: str) -> dict[str, str]:
    """The report's figures as printed, by what they are and how they are written in text."""
    with TemporaryDirectory() as folder:
        call_command("export_summary", org=org, period=period, format="json", draft=True, to=Path(folder))
        [report] = Path(folder).iterdir()
        said = json.loads(report.read_text("utf-8"))["figures"]
    return {f"{each['id']} {each['token']}": each["printed"] for each in said}


def undated_absences() -> int:
    return Absence.objects.exclude(half=F("meeting__half")).count()


def chain_faults() -> list[str]:
    verdict = chain.verify()
    return [*([] if verdict.is_whole else [verdict.reason]), *triggers.missing()]


def backup() -> list[str]:
    """The names and kinds of the backups there are, each read from end to end."""
    return [f"{path.name.split('-', 3)[3]} {read_archive(path).kind}" for path in Path(settings.BACKUP_DIR).iterdir()]
