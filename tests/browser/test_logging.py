"""Logging in a real browser: what a 支委会 and a gathering of three kinds cost, and that nothing typed is lost."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from partywork.accounts.models import User
from partywork.committees.actions import log_term
from partywork.committees.enums import Post
from partywork.committees.models import CommitteeTerm
from partywork.meetings.actions import log_meeting
from partywork.meetings.enums import MeetingKind
from partywork.meetings.lines import Lines
from partywork.meetings.models import Meeting
from partywork.orgs.enums import OrgKind
from partywork.visits.models import Visit
from partywork.worklog.models import WorkLog
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.journey import Journey
from tests.browser.test_main_journey import sign_in
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db(transaction=True)
FIELDS = 7  # at most, of a 支委会


@pytest.fixture
def secretary() -> User:
    """Of a branch founded last month, of seven with a committee of three, which met then."""
    today = timezone.localdate()
    founded = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    branch = make_org(make_org(kind=OrgKind.COMMITTEE), founded_on=founded)
    by = make_user(branch, since=founded)
    for name in ("丁一", "李四", "王五", "张三", "赵六", "孙七", "周八"):
        make_member(branch, by, name=name, since=founded)
    posts = ((Post.SECRETARY, "丁一"), (Post.ORGANISATION, "李四"), (Post.PUBLICITY, "王五"))
    term = CommitteeTerm(org=branch, number=1, date=founded, due_on=founded.replace(year=founded.year + 3))
    log_term(term=term, posts=posts, by=by, today=today)
    meeting = Meeting(
        org=branch,
        date=founded,
        is_committee=True,
        expected=3,
        present=3,
        place="会议室",
        chair="丁一",
        recorder="王五",
    )
    log_meeting(meeting=meeting, lines=Lines([("分工", "")]), by=by, today=today)
    return by


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_what_logging_costs(open_page: Callable[..., Page], secretary: User, device: dict[str, Any]) -> None:
    page, today = open_page(**device), timezone.localdate()
    sign_in(page, secretary)

    journey = Journey(page)
    owed = page.locator(".owed li", has_text=f"{today.month}月支委会")
    journey.press(owed.get_by_role("link", name="去登记"), "去登记")
    expect(page.get_by_text("按上次会议")).to_contain_text("地点、主持人、记录人")
    journey.type("日期", today.isoformat())
    journey.type("实到人数", "2")
    journey.type("议题", "研究党费收缴", within=page.locator("[data-formset]"))
    expect(page.locator("[data-absences-state]")).to_have_text("1人没到，还有1人没勾")
    journey.tick("李四 委员")
    expect(page.locator("[data-absences-state]")).to_have_text("1人没到，都勾好了")
    journey.press(page.get_by_role("button", name="保存", exact=True), "保存")
    expect(page.get_by_text("已保存")).to_contain_text("查看 · 再记一次")
    assert journey.cost <= (FIELDS, 3)
    assert journey.typed == ["日期", "实到人数", "议题"]
    meeting = Meeting.objects.get(date=today)
    assert (meeting.kinds, meeting.expected, meeting.present) == ([MeetingKind.COMMITTEE.value], 3, 2)
    assert (meeting.place, meeting.chair, meeting.recorder) == ("会议室", "丁一", "王五")
    assert [each.member.name for each in meeting.absences.all()] == ["李四"]

    journey = Journey(page)
    page.goto("/meetings/new/?kind=is_theme_day")
    journey.type("日期", today.isoformat())
    journey.type("实到人数", "7")
    journey.type("议题", "清理楼道、走访居民", within=page.locator("[data-formset]"))
    journey.press(page.get_by_text("同时计为工作记录"), "同时计为工作记录")
    journey.tick("志愿服务")
    journey.press(page.get_by_text("同时计为走访"), "同时计为走访")
    journey.choose("走访谁", "居民")
    journey.type("走访对象", "幸福里居民")
    journey.type("户数", "5")
    journey.press(page.get_by_role("button", name="保存", exact=True), "保存")
    expect(page.get_by_text("已保存")).to_contain_text("同时计为志愿服务、走访")
    assert journey.cost == (5, 6)
    one = Meeting.objects.get(is_theme_day=True)
    assert [(w.gathering, w.people) for w in WorkLog.objects.all()] == [(one.key, 7)]
    assert [(v.gathering, v.households) for v in Visit.objects.all()] == [(one.key, 5)]


PASTE = """() => document.addEventListener("htmx:beforeSend", () => {
  document.querySelectorAll("#absences details").forEach((fold) => { fold.open = true; });
  document.querySelector("[name=absences-pasted]").value = "李四 请假";
}, { once: true })"""


def test_a_list_pasted_while_the_roster_is_on_its_way_stays(page: Page, secretary: User) -> None:
    """As on a slow line: the roster of the day was asked for before the list was pasted, and comes after it."""
    sign_in(page, secretary)
    page.goto("/meetings/new/?kind=is_committee")
    page.evaluate(PASTE)
    page.fill("[name=date]", "2026-03-05")
    page.locator("[name=date]").press("Tab")
    expect(page.locator("#absences")).to_contain_text("2026年3月5日名册上")
    paste = page.locator("[name=absences-pasted]")
    expect(paste).to_be_visible()
    expect(paste).to_have_value("李四 请假")


def draft_keys(page: Page) -> list[str]:
    keys: list[str] = page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft:'))")
    return keys


def test_nothing_typed_is_lost(phone: Page, secretary: User, problems: list[str]) -> None:
    page = phone
    sign_in(page, secretary)
    page.goto("/meetings/new/?kind=is_committee")
    page.fill("[name=date]", timezone.localdate().isoformat())
    page.fill("[name=present]", "3")
    page.locator("[data-formset] [name='topics-0-text']").fill("断网时写的议题")
    page.get_by_role("button", name="再加一行").click()
    page.locator("[name='topics-2-text']").fill("第三个议题")

    page.context.set_offline(True)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("没有连上服务器，还没有保存")).to_be_visible()
    expect(page.locator("[name='topics-0-text']")).to_have_value("断网时写的议题")
    page.context.set_offline(False)

    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url("**/login/**")
    expect(page.get_by_text("登录后会回到那一页，可以恢复")).to_be_visible()
    page.fill("[name=username]", secretary.username)
    page.fill("[name=password]", "mima-Ceshi-1")
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/meetings/new/**")
    expect(page.get_by_text("有一份没保存的草稿（今天")).to_be_visible()
    page.get_by_role("button", name="恢复").click()
    expect(page.locator("[name='topics-2-text']")).to_have_value("第三个议题")
    assert draft_keys(page) == [f"draft:{secretary.pk}:/meetings/new/"]
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("已保存")).to_be_visible()
    topics = Meeting.objects.latest("pk").topics.values_list("text", flat=True)
    assert (list(topics), draft_keys(page)) == (["断网时写的议题", "第三个议题"], [])
    assert {each.partition("net::")[0] for each in problems} <= {"console: Failed to load resource: "}
    problems.clear()

    page.goto("/visits/new/")
    page.get_by_label("走访对象").fill("李某一户")
    page.get_by_label("走访人员", exact=True).fill("丁一")
    kept = page.evaluate("key => localStorage.getItem(key)", f"draft:{secretary.pk}:/visits/new/")
    assert ("丁一" in kept, "李某一户" in kept) == (True, False)
    page.locator("form[data-draft-user]").evaluate("form => form.requestSubmit()")
    page.wait_for_url("**/login/**")
    assert draft_keys(page) == []
