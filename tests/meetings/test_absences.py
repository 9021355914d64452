"""Who was not there: the grid of the day's roster, ticks and reasons, and what a pasted list proposes."""

from datetime import date

import pytest
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.committees.enums import Post
from partywork.meetings.enums import AbsenceReason
from partywork.meetings.lines import Lines
from partywork.meetings.models import Meeting
from partywork.members.enums import Stage
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import Organisation
from tests.factories.committees import make_term
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
CREATE = "meetings:create"


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def secretary(branch, client):
    user = make_user(branch)
    client.force_login(user)
    return user


@pytest.fixture
def people(branch, secretary):
    return [make_member(branch, secretary, name=name) for name in ("丁一", "李四", "王五", "张三")]


def typed(branch, **changes):
    """What a browser sends for a 党员大会 of four, two of whom stayed away."""
    data = {
        "org": branch.pk, "key": "k1", "version": 0, "kinds": ["is_general"], "date": "2026-05-11", "expected": 4,
        "present": 2, "voters_expected": 4, "voters_present": 2, "topics-TOTAL_FORMS": 1, "topics-INITIAL_FORMS": 0,
        "topics-0-text": "通报支部工作", "topics-0-tag": "",
    }  # fmt: skip
    return {**data, **changes}


def log(client, branch, **changes):
    """Posts the form, and again as confirmed: two of four are no quorum, which is asked about first."""
    answer = client.post(reverse(CREATE), typed(branch, **changes))
    if answer.status_code == 422 and answer.context["doubts"]:
        answer = client.post(reverse(CREATE), typed(branch, confirmed=answer.context["doubts"]["mark"], **changes))
    return answer


def grid_of(page):
    return page.context["parts"][0]["form"]


def ticked(page) -> dict[str, str]:
    return {row["name"]: row["reason"] for row in grid_of(page).rows() if row["ticked"]}


def test_absentees_are_ticked_with_a_reason_and_the_rest_came(branch, people, client):
    one, four = people[0], people[1]
    away = {"absences-away": [one.pk, four.pk], f"absences-reason_{four.pk}": "absent"}
    assert log(client, branch, **away).status_code == 302
    absences = Meeting.objects.get().absences.values_list("member__name", "reason")
    assert set(absences) == {("丁一", AbsenceReason.LEAVE), ("李四", AbsenceReason.ABSENT)}


def test_more_ticked_than_stayed_away_does_not_add_up(branch, people, client):
    answer = client.post(reverse(CREATE), typed(branch, **{"absences-away": [each.pk for each in people[:3]]}))
    assert answer.status_code == 422
    assert answer.context["form"].errors["present"] == ["勾选了3人未到，但应到4人、实到2人，对不上。"]
    assert set(ticked(answer)) == {"丁一", "李四", "王五"}


def test_who_is_named_by_nobody_is_said_after_saving(branch, people, client):
    answer = log(client, branch, **{"absences-away": [people[0].pk]})
    (message,) = client.get(answer.url).context["messages"]
    assert str(message).endswith(" · 应到4人、实到2人，还有1人没有写明是谁没到")


def test_the_grid_is_the_roster_of_the_day_typed(branch, people, secretary, client):
    make_member(branch, secretary, name="新来的", since=date(2026, 6, 1))
    make_member(branch, secretary, name="申请人", stage=Stage.APPLICANT)
    may = client.post(reverse(CREATE), typed(branch, step="roster"))
    june = client.post(reverse(CREATE), typed(branch, step="roster", date="2026-06-01"))
    assert [[row["name"] for row in grid_of(page).rows()] for page in (may, june)] == [
        ["丁一", "李四", "王五", "张三"],
        ["丁一", "李四", "王五", "新来的", "张三"],
    ]
    assert (may.status_code, may.context["error_summary"], Meeting.objects.count()) == (200, [], 0)


def test_for_a_committee_its_members_stand_first(branch, people, secretary, client):
    make_term(branch, secretary, posts=((Post.SECRETARY, "王五"), (Post.ORGANISATION, "李四")))
    rows = grid_of(client.get(reverse(CREATE), {"kind": "is_committee"})).rows()
    assert [(row["name"], row["about"]) for row in rows[:3]] == [("李四", "委员"), ("王五", "委员"), ("丁一", "")]


def test_a_pasted_list_ticks_what_is_certain_and_saves_nothing(branch, people, client):
    text = "#接龙\n1. 丁一\n2. 李四（请假 出差）\n3. 章三 没到\n4. 孙七"
    page = client.post(reverse(CREATE), typed(branch, step="match", **{"absences-pasted": text}))
    assert (page.status_code, Meeting.objects.count(), page.context["error_summary"]) == (200, 0, [])
    assert ticked(page) == {"李四": "leave", "张三": "leave"}
    assert grid_of(page).outcome() == {
        "head": "认出3人：到会1人，没到或迟到2人，已在下面勾好",
        "lines": [
            "到会：丁一",
            "没到或迟到：李四（请假 出差）、张三（没到）",
            "“章三”按读音认作张三",
            "“孙七”不在当天名册上",
            "名单里没有：王五",
            "没有当作名字：#接龙",
        ],
    }
    shown = page.content.decode()
    assert 'value="通报支部工作"' in shown
    assert "“章三”按读音认作张三" in shown


def test_who_could_be_two_is_asked_and_not_ticked(branch, people, secretary, client):
    twin = make_member(branch, secretary, name="李似")
    page = client.post(reverse(CREATE), typed(branch, step="match", **{"absences-pasted": "李寺 请假"}))
    assert ticked(page) == {}
    assert {row["name"]: row["asked"] for row in grid_of(page).rows() if row["asked"]} == {
        "李四": "李寺（请假）",
        twin.name: "李寺（请假）",
    }


def test_those_not_in_the_list_are_ticked_only_when_that_was_asked_for(branch, people, client):
    list_of_two = {"absences-pasted": "丁一、王五", "absences-rest": "on"}
    page = client.post(reverse(CREATE), typed(branch, step="match", **list_of_two))
    assert set(ticked(page)) == {"李四", "张三"}


def test_a_list_takes_back_the_tick_of_who_came(branch, people, client):
    given = {"absences-away": [people[0].pk], "absences-pasted": "丁一 到"}
    assert ticked(client.post(reverse(CREATE), typed(branch, step="match", **given))) == {}


def test_editing_shows_who_was_ticked_even_when_they_left_since(branch, people, secretary, client):
    away = [(people[0], AbsenceReason.LATE), (people[1], AbsenceReason.LEAVE)]
    topics = [("研究", "")]
    meeting = make_meeting(branch, secretary, date(2026, 5, 11), lines=Lines(topics, absences=away))
    page = client.get(reverse("meetings:edit", args=[meeting.pk]))
    assert ticked(page) == {"丁一": "late", "李四": "leave"}
    assert grid_of(page).is_open is True


def test_a_reason_nobody_offers_is_refused(branch, people, client):
    away = {"absences-away": [people[0].pk], f"absences-reason_{people[0].pk}": "sick"}
    assert log(client, branch, **away).context["error_summary"][0]["message"] == "请选丁一没到的原因。"


def test_a_manager_chooses_the_unit_first(branch, people, client):
    root = Organisation.objects.get(kind=OrgKind.COMMITTEE)
    client.force_login(make_user(root, Role.MANAGER))
    assert grid_of(client.get(reverse(CREATE))).rows() == []
    asked = client.get(reverse(CREATE), {"org": branch.pk})
    assert len(grid_of(asked).rows()) == 4
