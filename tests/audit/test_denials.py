"""A refusal of somebody signed in is on record; a flood of them is told once."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from partywork.access.permissions import Role
from partywork.audit import denials
from partywork.audit.models import AuditEvent
from partywork.orgs.enums import OrgKind
from tests.audit.samples import WRITER, note
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db


def denied() -> list[Any]:
    return list(
        AuditEvent.objects.filter(action=denials.ACTION).values_list("actor_id", "org_id", "summary", "address")
    )


def test_who_which_address_and_why_but_not_what_was_asked_behind_it(client):
    org = make_org(kind=OrgKind.COMMITTEE)
    reader = make_user(org, Role.READER)
    client.force_login(reader)
    assert client.get(f"{reverse('accounts:list')}?q=110101199003070011").status_code == 403
    assert client.post(reverse("members:create"), {"name": "某人"}).status_code == 403
    reason = "您没有“{}”的权限。需要时请联系上级管理员。"
    assert denied() == [
        (reader.pk, org.pk, f"打开 /accounts/ 被拒绝：{reason.format('查看账号和任职')}", "127.0.0.1"),
        (reader.pk, org.pk, f"提交 /members/new/ 被拒绝：{reason.format('登记和修改业务记录')}", "127.0.0.1"),
    ]


def test_who_has_no_appointment_is_on_record_too(client):
    client.force_login(make_user())
    assert client.get(reverse("members:list")).status_code == 403
    assert [org for _, org, *_ in denied()] == [None]


def test_a_stranger_is_led_to_the_login_and_is_no_event(client):
    assert client.get(reverse("accounts:list")).status_code == 302
    assert denied() == []


def test_a_flood_is_told_once_and_then_left_alone(client):
    client.force_login(make_user(make_org(), Role.READER))
    for _ in range(denials.MOST + 5):
        assert client.get(reverse("accounts:list")).status_code == 403
    told = [summary for *_, summary, _ in denied()]
    assert len(told) == denials.MOST
    assert [number for number, summary in enumerate(told, 1) if summary.endswith(denials.NO_MORE)] == [denials.MOST]


def test_the_count_begins_anew_after_other_work_and_after_a_while():
    for _ in range(3):
        denials.note_denial(summary="被拒绝", org_id=None, by=WRITER)
    now = timezone.now()
    assert denials.count_in_a_row(WRITER, now) == 3
    assert denials.count_in_a_row(WRITER, now + denials.WITHIN + timedelta(seconds=60)) == 0
    note(summary="别的事", by=WRITER)
    assert denials.count_in_a_row(WRITER, now) == 0


def test_a_refusal_that_cannot_be_written_is_still_a_refusal(client, monkeypatch, error_log):
    def full(**_: object) -> None:
        raise DatabaseError("database or disk is full")

    client.force_login(make_user(make_org(), Role.READER))
    monkeypatch.setattr(denials, "note_denial", full)
    assert client.get(reverse("accounts:list")).status_code == 403
    (line,) = error_log
    assert line.startswith("partywork.audit.denials: a refusal could not be put on record")
