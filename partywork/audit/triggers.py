"""The database itself refuses to change or remove what the audit chain holds, whoever is connected to it.

Not a wall against the database's owner, who can drop a trigger: against a slip, a stray script, a careless repair.
What the owner does is found by the chain (chain.verify), which also tells when a trigger is missing.

One way out is left open: events that a row of AuditArchive says are archived, and that are old enough by the
database's own clock, may be removed. Such a row must bear the seal of the key, or the chain is broken there.
"""

from typing import Any

from django.conf import settings
from django.db import connection

EVENTS, HEAD, ARCHIVES = "partywork_auditevent", "partywork_audithead", "partywork_auditarchive"
DETAILS = "partywork_auditdetail"
REFUSED = "audit events are append-only"
FUNCTION, FUNCTION_UNLESS_ARCHIVED = "partywork_audit_refuse", "partywork_audit_refuse_unless_archived"
KEPT_DAYS = 184  # half a year and a little: 网络安全法 article 21 asks for six months
# name of the trigger: what it guards, and against what
GUARDS = {
    "audit_event_never_changed": (EVENTS, "UPDATE"),
    "audit_event_removed_only_when_archived": (EVENTS, "DELETE"),
    "audit_head_never_removed": (HEAD, "DELETE"),
    "audit_event_never_emptied": (EVENTS, "TRUNCATE"),
    "audit_head_never_emptied": (HEAD, "TRUNCATE"),
    "audit_archive_never_changed": (ARCHIVES, "UPDATE"),
    "audit_archive_never_removed": (ARCHIVES, "DELETE"),
    "audit_archive_never_emptied": (ARCHIVES, "TRUNCATE"),
    "audit_detail_only_wiped": (DETAILS, "UPDATE"),
    "audit_detail_never_removed": (DETAILS, "DELETE"),
    "audit_detail_never_emptied": (DETAILS, "TRUNCATE"),
}
# An update that is none of these is let through: a detail may be wiped, and nothing else.
UNLESS = {
    "audit_detail_only_wiped": "NEW.text <> '' OR NEW.erased_at IS NULL OR NEW.sequence <> OLD.sequence "
    "OR NEW.id <> OLD.id OR OLD.erased_at IS NOT NULL",
}
UNLESS_ARCHIVED = "audit_event_removed_only_when_archived"
RETIRED = {"audit_event_never_removed": EVENTS}  # of releases before archives
_ARCHIVED = f"SELECT 1 FROM {ARCHIVES} WHERE OLD.sequence BETWEEN first AND last"


def install() -> None:
    """Set the triggers that are missing. SQLite loses them when it rebuilds a table, so each migrate ends with this."""
    absent = missing()
    with connection.cursor() as cursor:
        for name, table in RETIRED.items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{_place(table)}")
        if absent and connection.vendor == "postgresql":
            for statement in _functions():
                cursor.execute(statement)
        for name in absent:
            cursor.execute(_statement(name))


def remove() -> None:
    """Take the triggers away; the product never does."""
    with connection.cursor() as cursor:
        for name in set(_expected()) - set(missing()):
            cursor.execute(f"DROP TRIGGER {name}{_place(GUARDS[name][0])}")


def missing() -> list[str]:
    """The names of the triggers that ought to be there and are not."""
    catalogue = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(catalogue)
        present = {name for (name,) in cursor.fetchall()}
    return [name for name in _expected() if name not in present]


def after_migrate(**_: Any) -> None:
    if settings.AUDIT_IS_APPEND_ONLY:
        install()


def _expected() -> list[str]:
    """SQLite has no TRUNCATE. Before the migration that makes a table there is nothing to guard."""
    tables = set(connection.introspection.table_names())
    return [
        name
        for name, (table, verb) in GUARDS.items()
        if table in tables and (connection.vendor == "postgresql" or verb != "TRUNCATE")
    ]


def _place(table: str) -> str:
    """PostgreSQL names triggers by table, SQLite for the whole database."""
    return f" ON {table}" if connection.vendor == "postgresql" else ""


def _functions() -> list[str]:
    begin = "CREATE OR REPLACE FUNCTION {}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    old = f"OLD.at < now() - interval '{KEPT_DAYS} days'"
    return [
        f"{begin.format(FUNCTION)} RAISE EXCEPTION '{REFUSED}'; END $$",
        f"{begin.format(FUNCTION_UNLESS_ARCHIVED)} IF {old} AND EXISTS ({_ARCHIVED}) THEN RETURN OLD; END IF; "
        f"RAISE EXCEPTION '{REFUSED}'; END $$",
    ]


def _statement(name: str) -> str:
    table, verb = GUARDS[name]
    when = f"WHEN ({UNLESS[name]}) " if name in UNLESS else ""
    if connection.vendor == "postgresql":
        each = "STATEMENT" if verb == "TRUNCATE" else "ROW"
        function = FUNCTION_UNLESS_ARCHIVED if name == UNLESS_ARCHIVED else FUNCTION
        return f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH {each} {when}EXECUTE FUNCTION {function}()"
    if name == UNLESS_ARCHIVED:
        young = f"OLD.at >= datetime('now', '-{KEPT_DAYS} days')"
        when = f"WHEN {young} OR NOT EXISTS ({_ARCHIVED}) "
    return f"CREATE TRIGGER {name} BEFORE {verb} ON {table} {when}BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
