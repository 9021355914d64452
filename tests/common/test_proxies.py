"""Where a request comes from: X-Forwarded-For counts only as far as trusted proxies wrote it."""

import ipaddress

import pytest
from django.test import Client
from django.urls import reverse
from environs import Env, EnvValidationError

from partywork.audit.models import AuditEvent
from partywork.common.proxies import client_of, proxies_from

NAME = "PARTYWORK_PROXIES"
PROXIES = tuple(map(ipaddress.ip_network, ("127.0.0.1", "10.1.0.0/30", "::1")))
STRANGER, PROXY, FORGED = "198.51.100.7", "127.0.0.1", "203.0.113.9"


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        (STRANGER, FORGED, STRANGER),
        (PROXY, STRANGER, STRANGER),
        (PROXY, f"{FORGED}, {STRANGER}", STRANGER),  # the proxy adds at the end what it saw
        (PROXY, f"{FORGED}, {STRANGER},10.1.0.2", STRANGER),  # two proxies in a row
        (PROXY, "10.1.0.2", "10.1.0.2"),
        (PROXY, f"{STRANGER}, unknown", PROXY),  # behind what is no address nothing is believed
        (PROXY, "", PROXY),
        ("::1", "2001:DB8::1", "2001:db8::1"),
        ("::ffff:127.0.0.1", STRANGER, STRANGER),
        (PROXY, f"{STRANGER}:4711", STRANGER),
        (PROXY, "[2001:db8::1]:4711", "2001:db8::1"),
        ("", STRANGER, ""),
        ("unix:", STRANGER, "unix:"),
    ],
)
def test_who_is_behind_a_proxy(peer, forwarded, client):
    assert client_of(peer, forwarded, PROXIES) == client


def test_nobody_is_trusted_unless_named(monkeypatch):
    assert proxies_from(Env(), NAME) == ()
    monkeypatch.setenv(NAME, "127.0.0.1, 10.1.0.0/30,::1")
    assert proxies_from(Env(), NAME) == PROXIES


@pytest.mark.parametrize("value", ["*", "localhost", "10.1.0.1/30", "0.0.0.0/0", "::/0", "127.0.0.1:80"])
def test_what_is_no_address_or_everybody_is_refused(monkeypatch, value):
    monkeypatch.setenv(NAME, f"127.0.0.1,{value}")
    with pytest.raises(EnvValidationError, match=rf"{NAME}[\s\S]*请?只?写代理"):
        proxies_from(Env(), NAME)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("proxies", "peer", "address"),
    [((), PROXY, PROXY), (PROXIES, STRANGER, STRANGER), (PROXIES, PROXY, FORGED)],
    ids=["no proxy named", "not from the proxy", "from the proxy"],
)
def test_the_log_and_the_locks_have_the_address_that_can_be_believed(settings, proxies, peer, address):
    settings.PROXIES = proxies
    typed = {"username": "nobody", "password": "wrong"}
    for _ in range(settings.LOCKOUT.failures):
        answer = Client(REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=FORGED).post(reverse("login"), typed)
    assert answer.status_code == 429
    assert set(AuditEvent.objects.values_list("address", flat=True)) == {address}
    assert Client(REMOTE_ADDR=address).post(reverse("login"), typed).status_code == 429
    other = {PROXY, STRANGER, FORGED} - {address}
    assert {Client(REMOTE_ADDR=each).post(reverse("login"), typed).status_code for each in other} == {200}
