"""The menu: what who opens it works on stands first."""

import pytest
from django.urls import reverse

from partywork.access.permissions import Role
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.MANAGER, ["", "总结", "日常记录", "应办", "党员", "组织和账号", "数据", "参考"]),
        (Role.SECRETARY, ["", "日常记录", "应办", "总结", "党员", "组织和账号", "数据", "参考"]),
    ],
)
def test_who_receives_reports_finds_them_below_the_home_page(client, role, expected):
    client.force_login(make_user(make_org(), role))
    menu = client.get(reverse("home")).context["nav"].groups
    assert [group["label"] for group in menu] == expected
    summaries = next(group for group in menu if group["label"] == "总结")
    assert summaries["items"][0]["label"] == "工作总结"
