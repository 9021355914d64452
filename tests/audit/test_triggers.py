"""The database refuses to change, remove or empty what the chain holds; that a trigger is gone is told."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from partywork.audit import triggers
from partywork.audit.models import AuditEvent, AuditHead
from tests.audit.samples import WRITER, note

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _guarded(db, settings):
    settings.AUDIT_IS_APPEND_ONLY = True
    triggers.after_migrate()
    note(summary="第1件", by=WRITER)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda: AuditEvent.objects.update(summary="另一件"), id="change"),
        pytest.param(lambda: AuditEvent.objects.all().delete(), id="remove"),
        pytest.param(lambda: AuditHead.objects.all().delete(), id="remove the head"),
    ],
)
def test_what_is_written_stays(change):
    before = list(AuditEvent.objects.values())
    with pytest.raises(DatabaseError, match=triggers.REFUSED), transaction.atomic():
        change()
    assert list(AuditEvent.objects.values()) == before


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize("table", [triggers.EVENTS, triggers.HEAD])
def test_no_table_is_emptied(table):
    with pytest.raises(DatabaseError, match=triggers.REFUSED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")


def test_the_chain_goes_on(capsys):
    note(summary="第2件", by=WRITER)
    call_command("verify_audit")
    assert capsys.readouterr().out.startswith("完整，共2条。")


def test_a_missing_trigger_is_told_and_comes_back_with_the_next_migrate(capsys):
    triggers.remove()
    with pytest.raises(SystemExit):
        call_command("verify_audit")
    assert capsys.readouterr().err == (
        "记录完整，但数据库里防改动的触发器不在了，请运行 python manage.py migrate 重新装上。\n"
    )
    triggers.after_migrate()
    assert triggers.missing() == []
