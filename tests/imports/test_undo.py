"""Taking a whole import back, and what hinders it."""

from datetime import date

import pytest

from partywork.access.permissions import Role
from partywork.accounts.actions import appoint
from partywork.audit.models import AuditEvent
from partywork.entries.enums import Status
from partywork.imports.enums import State
from partywork.imports.undoing import hindrances
from partywork.meetings.models import Meeting
from partywork.members.actions import edit_member
from partywork.members.bulk import real_members
from partywork.members.models import Member
from partywork.members.queries import roster as roster_of
from partywork.orgs.enums import OrgKind
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user
from tests.factories.rosters import person, roster
from tests.factories.workbooks import fill, meeting_row
from tests.imports.steps import assigned, counts, fixed, opened, page_of, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("first_of_july", "kept_apart")]
TODAY = date(2026, 7, 1)


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def secretary(branch, client):
    user = make_user(branch)
    client.force_login(user)
    return user


def imported(client, content: bytes, **changes: str):
    batch = opened(client, content)
    if batch.state == State.COLUMNS:
        assigned(client, batch)
    if changes:
        fixed(client, batch, **changes)
    send(client, batch, "commit")
    assert batch.state == State.DONE
    return batch


def test_people_taken_back_are_on_no_roster_of_any_day_and_can_come_again(branch, secretary, client):
    content = roster([person(1), person(2)]).getvalue()
    batch = imported(client, content)
    assert roster_of(branch, TODAY).count() == 2
    page = send(client, batch, "undo", {"reason": "选错了文件"}).content.decode()
    assert (batch.state, batch.undo_reason) == (State.UNDONE, "选错了文件")
    assert "这次导入已经撤销" in page
    assert [roster_of(branch, day).count() for day in (TODAY, date(2026, 7, 2), date(2020, 6, 1))] == [0, 0, 0]
    assert set(Member.objects.values_list("id_number", "phone", "phone_index")) == {("", "", "")}
    assert [e.action for e in AuditEvent.objects.order_by("sequence")][-2:] == ["member.import_annul", "import.undo"]
    imported(client, content)
    assert (roster_of(branch, TODAY).count(), real_members().count(), Member.objects.count()) == (2, 2, 4)


def test_records_taken_back_are_cancelled_with_the_reason_and_their_keys_are_free(branch, secretary, client):
    content = fill(会议活动=[meeting_row(branch, "1"), meeting_row(branch, "2")]).getvalue()
    batch = imported(client, content)
    send(client, batch, "undo", {"reason": "重复了"})
    assert set(Meeting.objects.values_list("status", "cancel_reason")) == {
        (Status.CANCELLED, "撤销导入“花名册.xlsx”：重复了")
    }
    imported(client, content)
    assert Meeting.objects.filter(status=Status.DONE).count() == 2


def test_a_reason_is_asked_for(branch, secretary, client):
    batch = imported(client, roster([person(1)]).getvalue())
    assert send(client, batch, "undo", {"reason": " "}).status_code == 422
    assert batch.state == State.DONE


def test_what_was_built_upon_it_hinders_and_is_named(branch, secretary, client):
    people = {"党员": [{"姓名": "林某", "党组织": branch.code, "人员类别": "正式党员", "性别": "男", "编号": "a",
                       "入党日期": "2010-07-01", "转正日期": "2011-07-01"}]}  # fmt: skip
    meeting = meeting_row(branch, "1", 应到=3, 实到=2, 缺席人员="林某（请假）")
    both = imported(client, fill(**people, 会议活动=[meeting]).getvalue())
    assert hindrances(both) == []  # the meeting came with the member
    later = imported(
        client, fill(会议活动=[meeting_row(branch, "2", 应到=3, 实到=2, 缺席人员="林某（请假）")]).getvalue()
    )
    assert [each.why for each in hindrances(both)] == ["已有关联的缺席情况"]
    page = send(client, both, "undo", {"reason": "试试"})
    assert (page.status_code, both.state) == (422, State.DONE)
    assert "党员“林某”" in page.content.decode()
    send(client, later, "undo", {"reason": "先撤后一次"})
    assert (later.state, hindrances(both)) == (State.UNDONE, [])


def test_a_record_changed_since_hinders_with_what_was_done(branch, secretary, client):
    batch = imported(client, roster([person(1)]).getvalue())
    member = Member.objects.get()
    member.occupation = "教师"
    edit_member(member=member, version=member.version, by=secretary, today=TODAY)
    assert [(each.record, each.why) for each in hindrances(batch)] == [("党员“陈某1”", "修改党员“陈某1”")]
    assert "现在还不能撤销" in page_of(client, batch, "undo/").content.decode()


def test_blanks_that_were_filled_in_are_blank_again(branch, secretary, client):
    known = make_member(branch, secretary, name="陈某1", born_on=date(1980, 1, 2))
    batch = imported(client, roster([person(1)]).getvalue(), policy="fill")
    known.refresh_from_db()
    assert (known.phone, known.education) == ("13800000001", "university")
    send(client, batch, "undo", {"reason": "填错了"})
    known.refresh_from_db()
    assert (known.phone, known.phone_index, known.id_number, known.education, known.admitted_on) == (
        "",
        "",
        "",
        "",
        None,
    )
    assert real_members().count() == 1


@pytest.mark.parametrize("people", [2, 30])
def test_looking_for_what_hinders_and_taking_back_cost_the_same_for_few_and_many(
    branch, secretary, client, people, django_assert_max_num_queries
):
    batch = imported(client, roster([person(number) for number in range(people)]).getvalue())
    with django_assert_max_num_queries(45):
        hindrances(batch)
    with django_assert_max_num_queries(110):
        send(client, batch, "undo", {"reason": "试试"})
    assert (batch.state, counts(batch)) == (State.UNDONE, [["Sheet1", people, 0, 0, 0]])


def test_who_serves_one_branch_cannot_take_back_records_of_another(branch, secretary, client):
    other = make_org()
    appoint(user=secretary, org=other, role=Role.SECRETARY, since=date(2020, 1, 1), by=None)
    content = fill(会议活动=[meeting_row(branch, "1"), meeting_row(other, "2")]).getvalue()
    batch = opened(client, content, org=str(branch.pk))
    send(client, batch, "commit")
    assert Meeting.objects.filter(org=other).count() == 1
    client.force_login(make_user(branch))
    page = send(client, batch, "undo", {"reason": "不是我的"})
    assert "不能由您撤销" in page.content.decode()
    assert batch.state == State.DONE
    client.force_login(secretary)
    send(client, batch, "undo", {"reason": "选错了"})
    assert batch.state == State.UNDONE
