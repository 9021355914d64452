"""Every error page says what happened and leads back."""

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from partywork.orgs.enums import OrgKind
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(client):
    user = make_user(make_org(make_org(kind=OrgKind.COMMITTEE)))
    client.force_login(user)
    return user


def test_an_unknown_address(secretary, client):
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "回到首页" in response.content.decode()


def test_a_missing_permission_is_named(secretary, client):
    response = client.get(reverse("accounts:list"))
    assert response.status_code == 403
    assert "您没有“维护账号和任职”的权限" in response.content.decode()


def test_a_broken_figure_link_says_what_would_be_right(secretary, client):
    response = client.get(reverse("meetings:list"), {"figure": "支委会次数", "on": "2026-06-30", "period": "26上"})
    assert response.status_code == 400
    assert "2026H1（上半年）" in response.content.decode()


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=10)
def test_too_much_data(secretary, client, error_log):
    response = client.post(reverse("meetings:create"), {"title": "长" * 100})
    assert response.status_code == 413
    assert "没有保存" in response.content.decode()
    assert all(message.startswith("django.security") for message in error_log)


def test_an_expired_form_is_explained(secretary):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(secretary)
    response = strict.post(reverse("meetings:create"), {"title": "x"})
    assert response.status_code == 403
    assert "返回上一页" in response.content.decode()


def test_a_fault_of_ours_shows_no_detail(secretary, client, monkeypatch, error_log):
    monkeypatch.setattr("partywork.dashboard.cards.figures", lambda *args: 1 / 0)
    client.raise_request_exception = False
    response = client.get(reverse("home"))
    assert response.status_code == 500
    assert "division" not in response.content.decode()
    assert len(error_log) == 1
    error_log.clear()
