"""The strict content policy: what it says, and that no page as it is sent would be stopped by it."""

import re
from datetime import date

import pytest
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.orgs.enums import OrgKind
from tests.architecture.test_project import ROOT
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
DRAWN = ["home", "meetings:list", "compliance:heat", "compliance:calendar", "pictures:overview", "pictures:half_year",
         "members:create", "dues:grid", "summaries:list", "manual:whole"]  # fmt: skip
INLINE = re.compile(r"<script(?![^>]*\ssrc=)|<style|<[a-z][^>]*\s(?:style|on[a-z]+)=|javascript:", re.IGNORECASE)
# The report as a file for reading elsewhere carries its own styles.
MADE_FOR_ELSEWHERE = {"summaries/exports.py"}
WRITTEN = re.compile(
    r"""<style|\sstyle=\\?["']|\son(?:click|change|load|error|submit|input)=|javascript:""", re.IGNORECASE
)


def test_the_policy_of_every_answer(client):
    said = client.get(reverse("login"))["Content-Security-Policy"]
    assert {each.strip() for each in said.split(";")} == {
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    }


def test_the_other_headers_of_every_answer(client):
    answer = client.get(reverse("login"))
    wanted = ("X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options", "Access-Control-Allow-Origin")
    assert [answer.get(name) for name in wanted] == ["nosniff", "same-origin", "DENY", None]


@pytest.mark.parametrize("name", DRAWN)
def test_no_page_as_sent_has_anything_inline(client, name):
    """Those on which programs write what is drawn; templates themselves are read in tests/architecture."""
    root = make_org(kind=OrgKind.COMMITTEE)
    branch = make_org(root)
    make_meeting(branch, make_user(branch), date(2026, 5, 6))
    client.force_login(make_user(root, Role.MANAGER))
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert INLINE.findall(answer.content.decode()) == []


def test_no_program_writes_anything_inline():
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for folder in ("partywork", "summaries")
        for path in (ROOT / folder).rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if WRITTEN.search(line) and path.relative_to(ROOT).as_posix() not in MADE_FOR_ELSEWHERE
    ]
    assert found == []
