"""The log as its auditor reads it: found, paged, in words, no further than the scope, and no business data."""

import re
from datetime import UTC, date, datetime
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from partywork.access.permissions import Role
from partywork.accounts.actions import appoint
from partywork.accounts.guard import count_failure
from partywork.accounts.inspections import note_opened
from partywork.accounts.signins import note_login
from partywork.audit.models import AuditEvent, AuditHead
from partywork.audit.recorder import action, record_bulk, record_event
from partywork.auditlog import queries
from partywork.auditlog.naming import EXACT, FAMILIES, OTHER, RECORDS, VERBS, condition_of, family_of, name_of
from partywork.meetings.models import Meeting
from partywork.orgs.enums import OrgKind
from tests.architecture.test_project import ROOT
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
LIST = "audit:list"


@pytest.fixture
def office():
    root = make_org(kind=OrgKind.COMMITTEE)
    return root, make_org(root), make_org(root)


def failed(username: str) -> None:
    count_failure(username=username, what="登录失败", address="10.0.0.8", at=datetime.now(UTC))


def begin_anew() -> None:
    """An empty log, whose head knows that it is empty."""
    AuditEvent.objects.all().delete()
    AuditHead.objects.all().delete()


def shown(client: Any, query: str = "") -> list[tuple[str, ...]]:
    """(who, action, unit, content) of the rows, as the page has them."""
    page = client.get(reverse(LIST) + query)
    assert page.status_code == 200
    return [(one.who, one.action, one.org, one.what) for one in page.context["rows"]]


def test_an_auditor_of_a_branch_sees_its_events_and_its_people_sign_in(office, client):
    root, branch, sibling = office
    mine, other, above = make_user(branch), make_user(sibling), make_user(root, Role.MANAGER)
    begin_anew()
    for user in (mine, other, above):
        note_login(by=user)
    failed("nobody")
    auditor = make_user(branch, Role.AUDITOR)
    client.force_login(auditor)
    assert [row[:2] for row in shown(client)] == [
        (auditor.full_name, "登录"),
        ("系统", "任命"),
        (mine.full_name, "登录"),
    ]
    client.force_login(make_user(root, Role.AUDITOR))
    actions = [row[1] for row in shown(client)]
    assert (actions.count("登录"), actions.count("登录失败")) == (5, 1)


def test_who_reads_the_log_alone_learns_what_was_changed_but_not_into_what(office, client):
    _, branch, _ = office
    secretary = make_user(branch)
    meeting = make_meeting(branch, secretary, date(2026, 5, 6), place="保密的地方")

    @action
    def edit(*, by: Any) -> None:
        changes = {"minutes": ("旧记录", "新记录"), "place": ("甲", "乙")}
        record_event(
            by=by, action="meeting.edit", subject=meeting, summary="修改“保密的地方”", changes=changes, org_id=branch.pk
        )

    edit(by=secretary)
    event = AuditEvent.objects.latest("sequence")
    number = f"会议活动（编号{meeting.pk}）"
    client.force_login(make_user(branch, Role.AUDITOR))
    assert (secretary.full_name, "修改会议活动", branch.short_name, number) in shown(client)
    for address in (reverse(LIST), reverse("audit:event", args=[event.pk])):
        text = client.get(address).content.decode()
        assert [word for word in ("保密的地方", "旧记录", "新记录", "甲 → 乙") if word in text] == []
    facts = facts_of(client, event)
    assert facts["改了哪些项"] == "地点；会议记录"
    both = make_user(branch, Role.AUDITOR)
    appoint(user=both, org=branch, role=Role.READER, since=date(2020, 1, 1), by=None)
    client.force_login(both)
    facts = facts_of(client, event)
    assert (facts["摘要"], set(facts["变更"].split("；"))) == (
        "修改“保密的地方”",
        {"会议记录：旧记录 → 新记录", "地点：甲 → 乙"},
    )


def facts_of(client: Any, event: AuditEvent) -> dict[str, str]:
    page = client.get(reverse("audit:event", args=[event.pk]))
    assert page.status_code == 200
    return {fact["label"]: fact["value"] for group in page.context["groups"] for fact in group["facts"]}


def test_one_event_says_who_when_from_where_and_whether_it_is_untouched(office, client):
    root, *_ = office
    auditor = make_user(root, Role.AUDITOR)
    with time_machine.travel(datetime(2026, 6, 18, 4, tzinfo=UTC), tick=False):
        failed(auditor.username)
    event = AuditEvent.objects.latest("sequence")
    client.force_login(auditor)
    facts = facts_of(client, event)
    assert facts == {
        "时间": "2026-06-18 12:00:00",
        "操作人": "系统",
        "操作": "登录失败",
        "结果": "失败",
        "摘要": f"“{auditor.username}”登录失败",
        "校验码": event.mac,
        "核对": "与内容相符",
    }
    AuditEvent.objects.filter(pk=event.pk).update(summary="改过")
    assert facts_of(client, event)["核对"] == "与内容不符，这一条被改动过，请立即报告"


def test_a_bulk_write_says_how_many_and_their_digest(office, client):
    root, branch, _ = office

    @action
    def collect(*, by: Any) -> None:
        record_bulk(
            by=by, action="duesmonth.collect", model=Meeting, rows=[(1, 2), (3, 4)], summary="收缴", org_id=branch.pk
        )

    collect(by=make_user(branch))
    client.force_login(make_user(root, Role.AUDITOR))
    facts = facts_of(client, AuditEvent.objects.get(action="duesmonth.collect"))
    assert facts["成批办理"] == "2条"
    assert facts["各条内容的校验值"] == sha256(b"[1,2]\n[3,4]\n").hexdigest()


def test_filters_by_time_person_family_unit_and_result(office, client):
    root, branch, sibling = office
    secretary = make_user(branch)
    begin_anew()
    with time_machine.travel(datetime(2026, 5, 6, 4, tzinfo=UTC), tick=False):
        note_login(by=secretary)
    with time_machine.travel(datetime(2026, 5, 7, 17, tzinfo=UTC), tick=False):  # already the 8th in Shanghai
        failed("nobody")

    @action
    def reveal(*, by: Any) -> None:
        record_event(by=by, action="member.reveal", subject=None, summary="查看", org_id=branch.pk)

    reveal(by=secretary)
    auditor = make_user(root, Role.AUDITOR)
    client.force_login(auditor)

    def found(query: str) -> list[str]:
        return [row[1] for row in shown(client, query)]

    assert found("?date_from=2026-05-06&date_to=2026-05-07") == ["登录"]
    assert found("?date_from=2026-05-08&date_to=2026-05-08") == ["登录失败"]
    assert found(f"?who={secretary.pk}") == ["查看证件号码和电话", "登录"]
    assert found("?action=reveal") == ["查看证件号码和电话"]
    assert found("?result=refused") == ["登录失败"]
    assert found(f"?org={branch.pk}") == ["查看证件号码和电话"]
    assert found(f"?org={sibling.pk}") == []
    assert client.get(f"{reverse(LIST)}?action=nothing").status_code == 200


def test_paging_goes_back_and_forth_without_gap(office, client):
    root, *_ = office
    for _ in range(8):
        failed("nobody")
    events = AuditEvent.objects.all()
    every = list(events.order_by("-sequence").values_list("sequence", flat=True))
    page = queries.page_of(events, before=None, after=None, size=3)
    assert page.newer is None
    pages = [page]
    while page.older:
        page = queries.page_of(events, before=page.older, after=None, size=3)
        pages.append(page)
    seen = [event.sequence for each in pages for event in each.events]
    assert seen == every
    back = queries.page_of(events, before=None, after=pages[-1].newer, size=3)
    assert back.events == pages[-2].events
    assert queries.page_of(events, before=None, after=every[0], size=3).events == []
    client.force_login(make_user(root, Role.AUDITOR))
    for cursor in ("x", "-1", "9" * 30, ""):
        assert client.get(f"{reverse(LIST)}?before={cursor}").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_as_many_queries_for_three_as_for_one(office, client, count, django_assert_max_num_queries):
    root, branch, _ = office
    auditor = make_user(root, Role.AUDITOR)
    client.force_login(auditor)
    begin_anew()

    @action
    def appointed(*, by: Any) -> None:
        changes = {"is_active": (True, False)}
        record_event(by=by, action="user.edit", subject=auditor, summary="改", changes=changes, org_id=branch.pk)

    for _ in range(count):
        appointed(by=auditor)
    with django_assert_max_num_queries(16):
        assert len(shown(client)) == count


def test_the_log_leaves_as_a_marked_workbook_and_that_is_an_event(office, client):
    root, *_ = office
    auditor = make_user(root, Role.AUDITOR)
    client.force_login(auditor)
    answer = client.get(f"{reverse(LIST)}?export=xlsx&action=session")
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    (line,) = [row for row in rows if auditor.full_name in row]
    assert line[2:5] == [auditor.full_name, "登录", "成功"]
    assert any(f"{auditor.full_name} " in str(cell) for row in rows[:3] for cell in row if cell)
    event = AuditEvent.objects.latest("sequence")
    assert (event.action, event.actor_id, event.summary) == ("file.export", auditor.pk, "导出操作日志，1条")


def test_another_branch_or_role_does_not_read_it(office, client):
    _, branch, sibling = office
    make_meeting(branch, make_user(branch), date(2026, 5, 6))
    event = AuditEvent.objects.filter(org_id=branch.pk).latest("sequence")
    client.force_login(make_user(sibling, Role.AUDITOR))
    assert client.get(reverse("audit:event", args=[event.pk])).status_code == 404
    for role in set(Role) - {Role.AUDITOR}:
        client.force_login(make_user(branch, role))
        assert client.get(reverse(LIST)).status_code == 403, role


def test_who_fails_to_log_in_is_nobody_yet_and_the_auditor_sees_what_inspectors_open(office, client):
    root, *_ = office
    inspector, auditor = make_user(root, Role.INSPECTOR), make_user(root, Role.AUDITOR)
    begin_anew()
    client.post(reverse("login"), {"username": "nobody", "password": "wrong"})
    note_opened(what="一页", path="/visits/7/", org_id=root.pk, by=inspector)
    client.force_login(auditor)
    assert [row for row in shown(client) if row[1] != "登录"] == [
        (inspector.full_name, "巡察查看记录", root.short_name, "巡察人员查看一页，地址/visits/7/"),
        ("未登录的人", "登录失败", "", "登录失败：没有这个登录名"),
    ]
    assert client.get(reverse("home"))["Location"] == reverse(LIST)  # a link home leads to where the work is


def test_no_action_is_named_by_its_code():
    """Whatever is on record in a whole office, and whatever comes: words, never a code."""
    assert name_of("meeting.create", "partywork.meeting") == "登记会议活动"
    assert name_of("rectificationitem.long_term", "partywork.rectificationitem") == "转为长期坚持"
    assert name_of("rectificationitem.new", "partywork.rectificationitem") == "办理整改问题"
    assert name_of("new.thing", "") == OTHER
    assert name_of("new.thing", "gone.model") == OTHER
    assert [name for name in EXACT.values() if any(letter.isascii() for letter in name)] == []


def test_every_action_of_the_source_has_a_name_that_says_what_was_done():
    """Codes that are put together from parts (a step, a state) are named by their last one, or as a whole above."""
    written = re.compile(r'action="([a-z_]+\.[a-z_]+)"')
    codes = {
        code for app in ("partywork", "summaries") for path in (ROOT / app).rglob("*.py")
        for code in written.findall(path.read_text(encoding="utf-8"))
    }  # fmt: skip
    assert len(codes) >= 60
    assert sorted(code for code in codes if code not in EXACT and code.rpartition(".")[2] not in VERBS) == []


def test_every_action_is_in_a_family_and_business_is_what_no_other_claims():
    assert [family.code for family in FAMILIES if family.business] == ["report"]
    assert family_of("meeting.edit") is RECORDS
    assert [family_of(code).code for code in ("member.reveal", "copy.export", "user.reset", "report.sign")] == [
        "reveal",
        "export",
        "account",
        "report",
    ]
    make_meeting(make_org(), make_user(), date(2026, 5, 6))
    records = AuditEvent.objects.filter(condition_of("records")).values_list("action", flat=True)
    assert set(records) == {"meeting.create"}
