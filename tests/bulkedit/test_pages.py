"""Picking, previewing, changing: all of them or none, once, and nothing that one record's page would refuse."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.audit.models import AuditEvent
from partywork.bulkedit import actions, views
from partywork.bulkedit.actions import NOT_YOURS, SAME, STALE
from partywork.bulkedit.models import BulkRun
from partywork.entries.actions import cancel_entry
from partywork.meetings.models import Meeting
from partywork.orgs.actions import create_group
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import PartyGroup
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user
from tests.factories.worklog import make_work

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)


@pytest.fixture
def root():
    return make_org(kind=OrgKind.COMMITTEE)


@pytest.fixture
def branch(root):
    return make_org(root)


@pytest.fixture
def secretary(branch, client):
    user = make_user(branch)
    client.force_login(user)
    return user


@pytest.fixture
def meetings(branch, secretary):
    return [make_meeting(branch, secretary, date(2026, 3, day)) for day in (10, 11, 12)]


def picked(*records: Any) -> str:
    return ",".join(f"{record.pk}:{record.version}" for record in records)


def preview(client, records, value: str = "进社区", **more: Any):
    given = {"list": "meetings", "field": "tag", "tag-value": value, "picked": picked(*records), **more}
    return client.post(reverse("bulk:preview"), given)


def commit(client, page, **more: Any):
    """Press the button of a preview."""
    shown = page.context
    given = {
        "list": shown["list"],
        "field": shown["editable"].code,
        "picked": shown["ready_picks"],
        "key": shown["key"],
    }
    return client.post(reverse("bulk:commit"), {**given, **dict(shown["typed"]), "query": shown["query"], **more})


def reasons(page) -> list[str]:
    return [line["why"] for line in page.context["lines"]]


def tags() -> list[str]:
    return list(Meeting.objects.order_by("pk").values_list("tag", flat=True))


def events() -> list[str]:
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def test_a_preview_writes_nothing_and_the_button_changes_all(secretary, meetings, client):
    before = events()
    page = preview(client, meetings[:2], query="q=1")
    told = [(line["old"], line["new"], line["why"]) for line in page.context["lines"]]
    assert (told, page.context["ready"]) == ([("（空）", "进社区", "")] * 2, 2)
    assert (tags(), events()) == (["", "", ""], before)
    answer = commit(client, page)
    assert answer.url == f"{reverse('meetings:list')}?q=1"
    assert tags() == ["进社区", "进社区", ""]
    assert events()[len(before) :] == ["meeting.edit", "meeting.edit", "bulk.meetings"]
    assert "已改好 2 条会议活动的“标签”。" in client.get(answer.url).content.decode()


def test_a_second_submit_changes_nothing_and_says_the_same(secretary, meetings, client):
    page = preview(client, meetings)
    assert commit(client, page).status_code == 302
    versions = list(Meeting.objects.values_list("version", flat=True))
    assert commit(client, page).status_code == 302
    assert (list(Meeting.objects.values_list("version", flat=True)), BulkRun.objects.count()) == (versions, 1)


def test_the_slower_half_of_a_double_click_hears_that_it_is_done(secretary, meetings, client, monkeypatch):
    page = preview(client, meetings)
    commit(client, page)
    versions = list(Meeting.objects.values_list("version", flat=True))
    monkeypatch.setattr(actions, "made_already", lambda key, by: 0)  # it looked a moment too early
    assert commit(client, page).url == reverse("meetings:list")
    assert list(Meeting.objects.values_list("version", flat=True)) == versions


def test_what_cannot_be_changed_is_said_and_left_out(branch, secretary, meetings, client):
    cancelled, stale, same = meetings
    free = make_meeting(branch, secretary, date(2026, 3, 13))
    seen = picked(cancelled, stale, same, free)
    for meeting, tag in ((stale, "别人的"), (same, "进社区")):
        Meeting.objects.filter(pk=meeting.pk).update(tag=tag)
    Meeting.objects.filter(pk=stale.pk).update(version=5)
    cancel_entry(entry=cancelled, version=cancelled.version, reason="重复", by=secretary)
    seen = seen.replace(f"{cancelled.pk}:1", f"{cancelled.pk}:2")
    page = preview(client, [], picked=seen)
    assert reasons(page) == ["", "已取消的记录不改。", STALE, SAME]
    assert commit(client, page).status_code == 302
    assert tags() == ["", "别人的", "进社区", "进社区"]


def test_what_an_action_refuses_is_refused_in_its_words(branch, secretary, client):
    work = make_work(branch, secretary, DAY)
    type(work).objects.filter(pk=work.pk).update(title=" ")
    given = {"list": "worklog", "field": "tag", "tag-value": "进社区", "picked": picked(work)}
    assert reasons(client.post(reverse("bulk:preview"), given)) == ["请写一句话，说清做了什么。"]


def test_all_or_none_when_one_was_changed_after_the_preview(secretary, meetings, client):
    page = preview(client, meetings)
    Meeting.objects.filter(pk=meetings[1].pk).update(version=7)
    before = events()
    answer = commit(client, page)
    assert (answer.status_code, reasons(answer)) == (409, ["", "", STALE])
    assert (tags(), events(), BulkRun.objects.count()) == (["", "", ""], before, 0)
    assert commit(client, answer).status_code == 302
    assert tags() == ["进社区", "", "进社区"]


def test_nothing_of_another_unit_is_seen_or_changed(root, branch, secretary, meetings, client):
    sibling = make_org(root)
    theirs = make_meeting(sibling, make_user(sibling), DAY, place="暗号大厅")
    page = preview(client, [meetings[0], theirs])
    assert ([line["name"] for line in page.context["lines"]], "暗号" in page.content.decode()) == (
        ["2026年3月10日 支委会"],
        False,
    )
    assert page.context["problem"].startswith("有1条已经不在")
    answer = commit(client, page, picked=picked(meetings[0], theirs))
    assert (answer.status_code, tags()) == (409, ["", "", "", ""])


def test_who_reads_only_gets_no_boxes_and_no_page(root, meetings, client):
    client.force_login(make_user(root, Role.READER))
    page = client.get(reverse("meetings:list")).content.decode()
    assert ('name="picked"' in page, 'id="bulk"' in page) == (False, False)
    for name in ("choose", "preview", "commit"):
        assert client.post(reverse(f"bulk:{name}"), {"list": "meetings"}).status_code == 403


def test_the_tree_is_for_those_who_keep_it(root, branch, secretary, client):
    given = {"list": "organisations", "picked": f"{branch.pk}:1"}
    assert client.post(reverse("bulk:choose"), given).status_code == 403
    assert 'id="bulk"' not in client.get(reverse("orgs:list")).content.decode()
    client.force_login(make_user(root, Role.MANAGER))
    assert client.post(reverse("bulk:choose"), given).status_code == 200
    assert 'id="bulk"' in client.get(reverse("orgs:list")).content.decode()


def test_one_may_see_a_unit_and_not_change_it(root, branch, meetings, client):
    user = make_user(root, Role.READER)
    other = make_org(root)
    user.appointments.create(org=other, role=Role.SECRETARY, since=date(2020, 1, 1))
    own = make_meeting(other, user, DAY)
    client.force_login(user)
    assert reasons(preview(client, [meetings[0], own])) == ["", NOT_YOURS]


def test_boxes_and_the_whole_result_of_a_filter(secretary, meetings, client):
    page = client.get(reverse("meetings:list"), {"span": "all"})
    assert page.content.decode().count('name="picked"') == 3
    given = {"list": "meetings", "picked": [picked(meetings[0]), picked(meetings[2])]}
    assert client.post(reverse("bulk:choose"), given).context["picked"] == picked(meetings[0], meetings[2])
    given = {"list": "meetings", "all": "1", "query": "date_from=2026-03-11&cursor=x"}
    chosen = client.post(reverse("bulk:choose"), given).context["picked"]
    assert set(chosen.split(",")) == {picked(meetings[1]), picked(meetings[2])}


def test_people_of_a_roster_are_picked_themselves(branch, secretary, client):
    people = [make_member(branch, secretary) for _ in range(2)]
    given = {"list": "members", "all": "1", "query": ""}
    chosen = client.post(reverse("bulk:choose"), given).context["picked"]
    assert set(chosen.split(",")) == {picked(each) for each in people}


def test_too_many_or_none_lead_back(secretary, meetings, client, monkeypatch):
    monkeypatch.setattr(views, "MOST", 2)
    for given in ({"all": "1"}, {"picked": ""}):
        answer = client.post(reverse("bulk:choose"), {"list": "meetings", "query": "q=1", **given})
        assert answer.url == f"{reverse('meetings:list')}?q=1"


@pytest.mark.parametrize(
    "given",
    [{"list": "nothing"}, *({"list": "meetings", "picked": pick} for pick in ("a:b", "1", f"{2**63}:1", "-1:1"))],
)
def test_what_no_page_sends_is_refused(secretary, client, given):
    assert client.post(reverse("bulk:preview"), given).status_code == 400


def test_what_is_typed_wrongly_is_told_beside_its_field(secretary, meetings, client):
    page = preview(client, meetings, "很长的标签" * 5)
    assert page.status_code == 422
    (open_part,) = [part for part in page.context["editables"] if part["open"]]
    assert (open_part["code"], list(open_part["form"].errors)) == ("tag", ["value"])


def test_filling_in_again_keeps_what_was_typed(secretary, meetings, client):
    shown = preview(client, meetings).context
    given = {"list": "meetings", "field": "tag", "picked": shown["picked"], **dict(shown["typed"])}
    page = client.post(reverse("bulk:choose"), given)
    (open_part,) = [part for part in page.context["editables"] if part["open"]]
    assert (open_part["form"]["value"].value(), open_part["form"].errors) == ("进社区", {})


def test_a_group_of_another_branch_is_not_on_offer(root, branch, secretary, client):
    sibling = make_org(root)
    by = make_user(sibling)
    group = create_group(group=PartyGroup(org=sibling, name="暗号小组", since=sibling.founded_on), by=by)
    member = make_member(branch, secretary)
    given = {"list": "members", "field": "group", "group-group": group.pk, "group-on": "2026-03-01"}
    page = client.post(reverse("bulk:preview"), {**given, "picked": picked(member)})
    assert (page.status_code, "暗号" in page.content.decode()) == (422, False)


def test_opened_by_address_the_steps_lead_home(secretary, client):
    for name in ("choose", "preview", "commit"):
        assert client.get(reverse(f"bulk:{name}")).url == reverse("home")
