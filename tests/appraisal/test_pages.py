"""The pages of appraisals, as the branch, its superior and others see them."""

from datetime import date

import pytest
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.appraisal.enums import Grade
from partywork.appraisal.models import Appraisal
from partywork.entries.actions import edit_record
from partywork.entries.enums import Status
from partywork.meetings.actions import Lines
from partywork.meetings.enums import AbsenceReason
from partywork.members.enums import Stage
from partywork.orgs.enums import OrgKind
from partywork.rectification.models import RectificationItem
from tests.factories.appraisal import make_appraisal, make_life_meeting
from tests.factories.figures import figures
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db


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


def typed(branch, **changes):
    data = {
        "org": branch.pk, "key": "k1", "version": 0, "year": 2025,
        "problems-TOTAL_FORMS": 1, "problems-INITIAL_FORMS": 0, "problems-0-whose": "committee",
        "problems-0-text": "学习不够深入", "problems-0-measure": "每月研讨",
    }  # fmt: skip
    return {**data, **changes}


def of(name: str, *args) -> str:
    return reverse(f"appraisals:{name}", args=args)


def test_the_outcome_is_logged_from_its_meeting(branch, secretary, client):
    meeting = make_life_meeting(branch, secretary, belongs_to=2025)
    good, other, third = (make_member(branch, secretary) for _ in range(3))
    probationary = make_member(branch, secretary, stage=Stage.PROBATIONARY, since=date(2025, 6, 1))
    links = {
        each["label"]: each["url"] for each in client.get(reverse("meetings:detail", args=[meeting.pk])).context["more"]
    }
    assert links["登记评议结果"] == of("create", meeting.pk)
    assert of("create", meeting.pk) in client.get(of("choose")).content.decode()
    form = client.get(of("create", meeting.pk)).context["form"]
    assert form.initial["year"] == 2025
    assert [form[f"grade_{one.pk}"].initial for one in (good, other, third)] == ["", "", ""]
    assert f"grade_{probationary.pk}" not in form.fields
    given = typed(branch, **{f"grade_{good.pk}": "excellent", "rest": "qualified"})
    for _ in range(2):
        client.post(of("create", meeting.pk), given)
    made = Appraisal.objects.get()
    assert {line.member: line.grade for line in made.grades.all()} == {
        good: "excellent", other: "qualified", third: "qualified",
    }  # fmt: skip
    assert [each.text for each in made.problems.all()] == ["学习不够深入"]
    labels = {each["label"] for each in client.get(reverse("meetings:detail", args=[meeting.pk])).context["more"]}
    assert labels & {"看评议结果", "登记评议结果"} == {"看评议结果"}


def test_ungraded_stay_ungraded_unless_the_rest_is_said(branch, secretary, client):
    meeting = make_life_meeting(branch, secretary)
    one = make_member(branch, secretary)
    make_member(branch, secretary)
    client.post(of("create", meeting.pk), typed(branch, **{f"grade_{one.pk}": "basic"}))
    assert [line.member for line in Appraisal.objects.get().grades.all()] == [one]


def test_too_many_excellent_is_a_warning_and_no_refusal(branch, secretary, client):
    meeting = make_life_meeting(branch, secretary)
    one = make_member(branch, secretary)
    page = client.post(of("create", meeting.pk), typed(branch, **{f"grade_{one.pk}": "excellent"}), follow=True)
    assert "优秀1人，超过评定等次1人的三分之一，请核对" in page.context["notes"]
    assert next(str(message) for message in page.context["messages"]) == "优秀1人，超过评定等次1人的三分之一，请核对。"


def test_the_detail_shows_everybody_of_the_day_inside_the_branch_alone(root, branch, secretary, client):
    graded, away = make_member(branch, secretary, name="甲某"), make_member(branch, secretary, name="乙某")
    make_member(branch, secretary, name="丙某", stage=Stage.PROBATIONARY, since=date(2025, 6, 1))
    lines = Lines(topics=[("评议", "")], absences=[(away, AbsenceReason.LEAVE)])
    meeting = make_life_meeting(branch, secretary, lines=lines)
    made = make_appraisal(branch, secretary, {graded: Grade.EXCELLENT}, meeting=meeting)
    page = client.get(of("detail", made.pk))
    rows = page.context["tables"][0]["table"].body
    assert [name in rows for name in ("甲某", "乙某", "丙某", "未评定", "参加，不评定等次", "请假")] == [True] * 6
    for role in (Role.MANAGER, Role.READER):
        client.force_login(make_user(root, role))
        above = client.get(of("detail", made.pk))
        assert above.status_code == 200
        assert "甲某" not in above.content.decode()
        assert [table["title"][:5] for table in above.context["tables"]] == ["查摆的问题"]
    client.force_login(make_user(root, Role.MANAGER))
    assert client.get(of("edit", made.pk)).status_code == 404
    assert client.get(of("create", make_life_meeting(branch, secretary, date(2026, 2, 2)).pk)).status_code == 404
    assert "甲某" not in client.get(of("list")).content.decode()


def test_editing_shows_what_was_given_and_a_stale_edit_is_told(branch, secretary, client):
    one = make_member(branch, secretary)
    made = make_appraisal(branch, secretary, {one: Grade.BASIC})
    page = client.get(of("edit", made.pk))
    assert page.context["form"][f"grade_{one.pk}"].initial == "basic"
    assert [form.initial["text"] for form in page.context["formsets"][0]["formset"].initial_forms] == [
        "学习不够深入", "参加活动不够主动",
    ]  # fmt: skip
    edit = typed(branch, version=1, **{f"grade_{one.pk}": "qualified"})
    client.post(of("edit", made.pk), edit)
    assert made.grades.get().grade == "qualified"
    late = client.post(of("edit", made.pk), edit)
    assert (late.status_code, "已被别人修改" in late.content.decode()) == (422, True)


def test_a_problem_goes_on_the_rectification_ledger_and_both_know(branch, secretary, client):
    made = make_appraisal(branch, secretary)
    page = client.get(of("detail", made.pk))
    assert f"{of('raise', made.pk)}?problem=" in page.content.decode()
    form = client.get(of("raise", made.pk), {"problem": "学习不够深入"}).context["form"]
    assert (form.initial["title"], form.initial["source"]) == ("学习不够深入", "organisation_life")
    given = {"org": branch.pk, "key": "k", "version": 0, "date": "2026-01-20", "title": "学习不够深入",
             "source": "organisation_life", "due_on": "2026-06-30"}  # fmt: skip
    client.post(of("raise", made.pk), given)
    item = RectificationItem.objects.get()
    assert item.origin == made
    assert client.get(of("detail", made.pk)).context["tables"][-1]["title"] == "由此提出的整改问题"
    assert of("detail", made.pk) in client.get(reverse("rectification:detail", args=[item.pk])).content.decode()


def test_cancelling_keeps_it_and_offers_the_meeting_again(branch, secretary, client):
    made = make_appraisal(branch, secretary)
    client.post(of("cancel", made.pk), {"reason": "录错", "version": 1})
    made.refresh_from_db()
    assert made.status == Status.CANCELLED
    page = client.get(of("detail", made.pk))
    assert "取消原因：录错" in page.context["notes"]
    assert page.context["primary"] is None
    assert of("create", made.meeting.pk) in client.get(of("choose")).content.decode()


def test_a_cancelled_meeting_is_told_on_the_page(branch, secretary, client):
    made = make_appraisal(branch, secretary)
    client.post(reverse("meetings:cancel", args=[made.meeting.pk]), {"reason": "重复", "version": 1})
    assert "这次会议已取消，不计入任何数字" in client.get(of("detail", made.pk)).context["notes"]


@pytest.mark.parametrize(
    ("kinds", "note", "counted"),
    [
        (["is_life"], "这次会议的类型没有勾选民主评议，等次不计入任何数字，请核对", (0, 2)),
        (["is_committee"], "这次会议的类型已改成其他会议，不计入任何数字，请核对", (0, 0)),
    ],
)
def test_a_meeting_changed_into_another_kind_is_told_on_the_page_and_counts_no_more(
    branch, secretary, client, kinds, note, counted
):
    made = make_appraisal(branch, secretary)
    for kind in ("is_life", "is_appraisal", "is_committee"):
        setattr(made.meeting, kind, kind in kinds)
    edit_record(record=made.meeting, version=1, by=secretary)
    assert note in client.get(of("detail", made.pk)).context["notes"]
    found = figures(branch, "民主评议参评人数", "组织生活会查摆问题数")
    assert tuple(value.number for value in found.values()) == counted


def test_other_meetings_offer_nothing(branch, secretary, client):
    meeting = make_meeting(branch, secretary, date(2026, 1, 20))
    labels = [each["label"] for each in client.get(reverse("meetings:detail", args=[meeting.pk])).context["more"]]
    assert "登记评议结果" not in labels
    assert client.get(of("create", meeting.pk)).status_code == 404


def test_the_figure_on_the_list_equals_its_rows(branch, secretary, client):
    make_appraisal(branch, secretary)
    query = {"figure": "组织生活会查摆问题数", "of": branch.code, "period": "2026H1", "on": "2026-06-30"}
    page = client.get(of("list"), query).content.decode()
    assert "组织生活会查摆问题数：2个" in page
    assert "共 1 条" in page
    assert client.get(of("list"), {"year": 2024}).context["count_text"] == "共 0 条"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_queries(branch, secretary, client, rows, django_assert_num_queries):
    for day in range(1, rows + 1):
        make_appraisal(branch, secretary, meeting=make_life_meeting(branch, secretary, date(2026, 1, day)))
    with django_assert_num_queries(8):
        client.get(of("list"))
