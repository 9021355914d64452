"""Every error page says what happened and leads back."""

import re

import pytest
from django.http import Http404
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.urls import reverse
from django.utils.html import strip_tags

from partywork.access.permissions import Role
from partywork.orgs.enums import OrgKind
from partywork.pages.errors import not_found
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


def test_a_file_that_is_gone_says_whom_to_tell(rf):
    page = not_found(rf.get("/attachments/1/"), Http404("文件不在存放的地方，请告诉系统管理员从备份里恢复。"))
    assert page.content.decode().count("请告诉系统管理员从备份里恢复") == 1
    assert "No Meeting" not in not_found(rf.get("/"), Http404("No Meeting matches")).content.decode()


@pytest.mark.parametrize("name", ["400", "403_csrf", "404", "405", "413", "500", "503"])
def test_every_error_page_has_two_ways_back_and_shows_no_code(name):
    page = render_to_string(f"{name}.html", {"reason": "", "title": "暂时不能使用", "said": "请稍后再试。"})
    text = strip_tags(page)
    assert [page.count("data-back"), page.count('href="/"')] == [1, 1]
    assert re.findall(r"[A-Za-z0-9]+", text) == []


def test_an_address_for_saving_only_leads_back(secretary, client):
    """After logging in anew the browser is sent there with GET."""
    response = client.get(reverse("tour_close"))
    assert response.status_code == 405
    assert "返回原来的页面" in response.content.decode()
    assert response["Allow"] == "POST, OPTIONS"


@pytest.mark.parametrize(
    ("role", "url"),
    [(Role.SECRETARY, "/"), (Role.SYSTEM_ADMIN, "/accounts/"), (Role.AUDITOR, "/audit/"), (None, None)],
)
def test_a_refusal_leads_where_this_user_has_something_to_do(client, role, url):
    client.force_login(make_user(make_org(kind=OrgKind.COMMITTEE), role) if role else make_user())
    page = client.get(reverse("summaries:received"))
    assert page.status_code == 403
    assert (page.context["way"] or {}).get("url") == url
    assert page.content.decode().count("换一个账号登录") == 1


def test_a_missing_permission_is_named(secretary, client):
    response = client.get(reverse("accounts:list"))
    assert response.status_code == 403
    assert "您没有“查看账号和任职”的权限" in response.content.decode()


def test_a_broken_figure_link_says_what_would_be_right(secretary, client):
    response = client.get(reverse("meetings:list"), {"figure": "支委会次数", "on": "2026-06-30", "period": "26上"})
    assert response.status_code == 400
    assert "2026H1（上半年）" in response.content.decode()


def test_a_figure_link_without_its_day_is_told_so(secretary, client):
    page = client.get(reverse("meetings:list"), {"figure": "支委会次数", "period": "2026H1"}).content.decode()
    assert page.count("数据截至日“”不是日期") == 1
    assert page.count("isoformat") == 0


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
    monkeypatch.setattr("partywork.dashboard.panels.rendered", lambda *args: 1 / 0)
    client.raise_request_exception = False
    response = client.get(reverse("home"))
    assert response.status_code == 500
    assert "division" not in response.content.decode()
    assert len(error_log) == 1
    error_log.clear()
