"""The pages of meetings, as a secretary and as others see them."""

from datetime import date

import pytest
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.audit.models import AuditEvent
from partywork.committees.enums import Post
from partywork.entries.enums import Status
from partywork.meetings.enums import MeetingKind
from partywork.meetings.models import Meeting
from partywork.orgs.enums import OrgKind
from tests.factories.committees import make_term
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def secretary(branch, client):
    user = make_user(branch)
    client.force_login(user)
    return user


def typed(branch, **changes) -> dict[str, str]:
    """What a browser sends for a plain 支委会."""
    data = {
        "org": branch.pk, "key": "k1", "version": 0, "kinds": ["is_committee"], "date": "2026-05-11",
        "place": "会议室", "chair": "周某", "expected": 3, "present": 3,
        "topics-TOTAL_FORMS": 1, "topics-INITIAL_FORMS": 0,
        "topics-0-text": "研究发展党员工作", "topics-0-tag": "development",
    }  # fmt: skip
    return {**data, **changes}


def test_logging_a_meeting_saves_it_with_its_topic_and_an_audit_event(branch, secretary, client):
    response = client.post(reverse("meetings:create"), typed(branch))
    meeting = Meeting.objects.get()
    assert response.url == reverse("meetings:detail", args=[meeting.pk])
    assert (meeting.kinds_text, meeting.half, meeting.month, meeting.present) == ("支委会", 20261, 202605, 3)
    assert [(t.text, t.tag) for t in meeting.topics.all()] == [("研究发展党员工作", "development")]
    assert list(AuditEvent.objects.filter(action="meeting.create").values_list("subject_id", flat=True)) == [meeting.pk]


def test_a_double_submit_saves_once(branch, secretary, client):
    for _ in range(2):
        client.post(reverse("meetings:create"), typed(branch))
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kinds": []}, "请至少勾选一种会议类型。"),
        ({"present": 4}, "实到4人多于应到3人"),
        ({"date": "2027-01-01"}, "日期在今天之后"),
        ({"topics-0-text": ""}, "请至少写一个议题"),
        ({"kinds": ["is_lecture"]}, "党课请填写主讲人。"),
    ],
)
def test_what_cannot_be_true_is_refused_in_words_and_nothing_is_lost(branch, secretary, client, changes, message):
    response = client.post(reverse("meetings:create"), typed(branch, **changes))
    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert 'value="会议室"' in page
    assert Meeting.objects.count() == 0


def test_the_second_editor_is_told_and_keeps_what_was_typed(branch, secretary, client):
    meeting = make_meeting(branch, secretary, date(2026, 5, 11), MeetingKind.COMMITTEE, place="一楼")
    url = reverse("meetings:edit", args=[meeting.pk])
    edit = typed(branch, key=meeting.key, expected=10, present=9)
    client.post(url, {**edit, "version": 1, "place": "二楼"})
    response = client.post(url, {**edit, "version": 1, "place": "三楼"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "已被别人修改" in page
    assert "别人保存的内容是：二楼" in page
    assert 'value="三楼"' in page
    meeting.refresh_from_db()
    assert (meeting.place, meeting.version) == ("二楼", 2)
    client.post(url, {**edit, "version": 2, "place": "三楼"})
    meeting.refresh_from_db()
    assert meeting.place == "三楼"


def test_cancelling_needs_a_reason_and_keeps_the_record(branch, secretary, client):
    meeting = make_meeting(branch, secretary, date(2026, 5, 11))
    url = reverse("meetings:cancel", args=[meeting.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": "", "version": 1}).status_code == 422
    client.post(url, {"reason": "与另一条重复", "version": 1})
    meeting.refresh_from_db()
    assert (meeting.status, meeting.cancel_reason) == (Status.CANCELLED, "与另一条重复")


def test_list_detail_and_export_open(branch, secretary, client):
    member = make_member(branch, secretary)
    meeting = make_meeting(branch, secretary, date(2026, 5, 11))
    meeting.absences.create(member=member)
    assert client.get(reverse("meetings:list"), {"span": "all"}).context["count_text"] == "共 1 条"
    assert client.get(reverse("meetings:detail", args=[meeting.pk])).status_code == 200
    assert client.get(reverse("meetings:edit", args=[meeting.pk])).status_code == 200
    response = client.get(reverse("meetings:list"), {"export": "xlsx"})
    assert response["Content-Type"].startswith("application/vnd.openxmlformats")


def test_a_sibling_and_an_outsider_see_nothing(branch, secretary, client):
    meeting = make_meeting(branch, secretary, date(2026, 5, 11))
    sibling = make_user(make_org(make_org(kind=OrgKind.COMMITTEE)))
    client.force_login(sibling)
    for name in ("detail", "edit", "cancel"):
        assert client.get(reverse(f"meetings:{name}", args=[meeting.pk])).status_code == 404
    assert client.post(reverse("meetings:create"), typed(branch, key="x")).status_code == 422
    reader = make_user(branch, Role.READER)
    client.force_login(reader)
    assert client.get(reverse("meetings:detail", args=[meeting.pk])).status_code == 200
    assert client.get(reverse("meetings:edit", args=[meeting.pk])).status_code == 403


def test_the_figure_on_a_list_page_equals_its_rows(branch, secretary, client):
    for month in (1, 2, 3):
        make_meeting(branch, secretary, date(2026, month, 9))
    make_meeting(branch, secretary, date(2025, 12, 9))
    query = {"figure": "支委会次数", "of": branch.code, "period": "2026H1", "on": "2026-06-30"}
    page = client.get(reverse("meetings:list"), query).content.decode()
    assert "支委会次数：3次" in page
    assert "共 3 条" in page
    assert client.get(reverse("meetings:list"), {**query, "period": "上半年"}).status_code == 400


def test_paging_by_key_goes_there_and_back(branch, secretary, client):
    for day in range(1, 32):
        make_meeting(branch, secretary, date(2026, 5, day))
    first = client.get(reverse("meetings:list"), {"span": "all"})
    second = client.get(reverse("meetings:list") + first.context["older_url"])
    assert (first.content.decode().count("<tr>") - 1, second.content.decode().count("<tr>") - 1) == (30, 1)
    back = client.get(reverse("meetings:list") + second.context["newer_url"])
    assert back.context["table"].body == first.context["table"].body


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_queries(branch, secretary, client, rows, django_assert_num_queries):
    for day in range(1, rows + 1):
        make_meeting(branch, secretary, date(2026, 5, day))
    with django_assert_num_queries(9):
        client.get(reverse("meetings:list"))


def test_the_detail_speaks_dates_in_words_and_hides_what_the_machine_made(branch, secretary, client):
    meeting = make_meeting(branch, secretary, date(2026, 5, 11))
    shown = client.get(reverse("meetings:detail", args=[meeting.pk]))
    facts = {fact["label"]: fact["value"] for fact in shown.context["groups"][0]["facts"]}
    assert facts["日期"] == "2026年5月11日（周一）"
    assert shown.context["title"].startswith("2026年5月11日 ")
    assert {"编号", "状态", "登记间隔（天）", "列席"} & set(facts) == set()


def test_an_own_number_of_the_office_is_shown(branch, secretary, client):
    meeting = make_meeting(branch, secretary, date(2026, 5, 11))
    Meeting.objects.filter(pk=meeting.pk).update(key="2026-001")
    shown = client.get(reverse("meetings:detail", args=[meeting.pk]))
    assert {"label": "编号", "value": "2026-001"} in shown.context["groups"][0]["facts"]


def test_the_form_offers_the_roster_and_for_a_committee_its_size(branch, secretary, client):
    for _ in range(3):
        make_member(branch, secretary)
    posts = ((Post.SECRETARY, "周同"), (Post.ORGANISATION, "吴越"), (Post.PUBLICITY, "吴越"))
    make_term(branch, secretary, posts=posts)
    field = client.get(reverse("meetings:create")).context["form"]["expected"]
    offered = field.field.widget.attrs
    assert (field.value(), offered["data-roster"], offered["data-committee"]) == (3, 3, 2)


def test_a_missing_field_says_what_to_do(branch, secretary, client):
    refused = client.post(reverse("meetings:create"), typed(branch, date="", present=""))
    assert refused.context["form"].errors == {"date": ["请填写。"], "present": ["请填写。"]}
