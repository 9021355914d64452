"""A forgotten password of one of 三员 takes two others: neither learns enough to log in with it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.accounts.gate import Gate
from partywork.accounts.models import SharedReset
from partywork.accounts.policy import may_agree, may_ask_for_reset
from partywork.accounts.shared_resets import agree_to_reset, ask_for_reset, waiting_for
from partywork.audit.models import AuditEvent
from partywork.orgs.enums import OrgKind
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
TODAY, AT = date(2026, 7, 1), datetime(2026, 7, 1, 2, 0, tzinfo=UTC)
SYSTEM, SECURITY, AUDITOR = Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR


@pytest.fixture
def root(settings):
    settings.THREE_ADMINS = True
    return make_org(kind=OrgKind.COMMITTEE)


@pytest.fixture
def three(root):
    return {role: make_user(root, role) for role in (SYSTEM, SECURITY, AUDITOR)}


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def half_of(answer) -> str:
    return answer.context["facts"][-1][1]


@pytest.mark.parametrize(
    ("forgot", "other", "notice"), [(SECURITY, AUDITOR, "audit:list"), (AUDITOR, SECURITY, "accounts:list")]
)
def test_the_two_halves_make_a_password_that_must_be_changed(three, forgot, other, notice):
    person = three[forgot]
    asking, agreeing = (signed_in(three[role]) for role in (SYSTEM, other))
    ask = reverse("accounts:reset_ask", args=[person.pk])
    shown = asking.get(reverse("accounts:detail", args=[person.pk])).context["more"]
    assert [(each["label"], each["url"]) for each in shown] == [("两人重设密码", ask)]
    first = half_of(asking.post(ask))
    banner = agreeing.get(reverse(notice)).context["banner"]
    assert banner["text"] == f"{three[SYSTEM]}请求重设{person}的密码，等您同意。"
    second = half_of(agreeing.post(banner["url"]))
    assert agreeing.get(banner["url"]).status_code == 404
    person.refresh_from_db()
    assert (person.check_password(first + second), person.must_change_password) == (True, True)
    assert not any(person.check_password(half) for half in (first, second, first.rstrip("-")))
    assert not SharedReset.objects.exists()
    told = AuditEvent.objects.filter(action__startswith="user.reset").order_by("sequence")
    assert list(told.values_list("action", "actor_id")) == [
        ("user.reset_ask", three[SYSTEM].pk), ("user.reset_agree", three[other].pk), ("user.reset", three[other].pk),
    ]  # fmt: skip
    written = "".join(f"{event.summary}{event.detail}" for event in told)
    assert first not in written
    assert second not in written


def test_who_may_ask_and_who_may_agree(root, three):
    people = three | {Role.MANAGER: make_user(root, Role.MANAGER)}
    second_admin = make_user(root, SYSTEM)
    gates = {role: Gate(user, TODAY) for role, user in people.items()}
    asking = {
        (asker, person) for asker in people for person in people if may_ask_for_reset(gates[asker], people[person])
    }
    assert asking == {(SYSTEM, SECURITY), (SYSTEM, AUDITOR)}
    ask_for_reset(user=three[SECURITY], at=AT, by=three[SYSTEM])
    waiting = SharedReset.objects.get()
    assert [role for role, gate in gates.items() if may_agree(gate, waiting)] == [AUDITOR]
    assert not may_agree(Gate(second_admin, TODAY), waiting)
    assert not may_agree(Gate(make_user(make_org(root), AUDITOR), TODAY), waiting)  # does not reach the topmost unit


def test_the_page_refuses_whoever_is_not_the_other(three):
    ask_for_reset(user=three[SECURITY], at=datetime.now(UTC), by=three[SYSTEM])
    page = reverse("accounts:reset_agree", args=[SharedReset.objects.get().pk])
    statuses = {role: signed_in(user).post(page).status_code for role, user in three.items()}
    assert statuses == {SYSTEM: 403, SECURITY: 403, AUDITOR: 200}


def test_the_old_password_serves_until_somebody_agrees_and_a_day_ends_it(three):
    person, gate = three[AUDITOR], Gate(three[SECURITY], TODAY)
    before = person.password
    ask_for_reset(user=person, at=AT, by=three[SYSTEM])
    ask_for_reset(user=person, at=AT, by=three[SYSTEM])  # once more: the earlier half serves no more
    waiting = SharedReset.objects.get()
    day_later = AT + timedelta(hours=24)
    assert [waiting_for(gate, at) for at in (AT, day_later)] == [[waiting], []]
    with pytest.raises(ValidationError, match="过了24小时"):
        agree_to_reset(waiting=waiting, at=day_later, on=TODAY, by=three[SECURITY])
    person.refresh_from_db()
    assert person.password == before


def test_without_the_mode_one_administrator_resets(root, three, settings):
    settings.THREE_ADMINS = False
    client = signed_in(three[SYSTEM])
    assert client.get(reverse("accounts:reset_ask", args=[three[AUDITOR].pk])).status_code == 403
    assert client.get(reverse("accounts:reset", args=[three[AUDITOR].pk])).status_code == 200
