"""The board, the list, the page of a person and the forms, as a secretary and others see them."""

import io
import re
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from partywork.access.permissions import Role
from partywork.development.enums import ExtensionKind, GuideRole, StepCode
from partywork.development.models import ActivistReview, DevelopmentExtension, DevelopmentGuide, DevelopmentStep
from partywork.development.steps import STEPS
from partywork.entries.enums import Status
from partywork.meetings.enums import MeetingKind
from partywork.members.enums import Stage
from partywork.members.models import Member
from partywork.members.queries import latest_standing
from partywork.orgs.enums import OrgKind
from tests.factories.development import make_extension, make_person, make_review, make_step
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
APPLICANT, ACTIVIST, CANDIDATE, PROBATIONARY, FULL = Stage


@pytest.fixture(autouse=True)
def _on_a_day():
    with time_machine.travel("2026-06-30 10:00+08:00", tick=False):
        yield


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


def record_url(member, code: StepCode) -> str:
    return reverse("development:record", args=[member.pk, code.value])


def typed(member, **changes):
    member.refresh_from_db()
    return {"key": "k1", "version": 0, "member_version": member.version, "remark": "补录", **changes}


def errors(response) -> dict[str, list[str]]:
    assert response.status_code == 422
    return {name: list(texts) for name, texts in response.context["form"].errors.items()}


def cards(page) -> dict[str, list[tuple[str, str, str]]]:
    return {
        column["label"]: [(card["name"], card["next"], card["light"]) for card in column["cards"]]
        for column in page.context["columns"]
        if column["cards"]
    }


def test_the_board_has_a_column_a_phase_and_the_urgent_first(branch, secretary, client):
    make_person(branch, secretary, APPLICANT, name="周甲", applied_on=date(2026, 6, 20))
    make_person(branch, secretary, APPLICANT, name="周乙", applied_on=date(2026, 5, 1))
    make_person(branch, secretary, ACTIVIST, name="周丙", applied_on=date(2025, 1, 1), activist_on=date(2026, 3, 1))
    turned = make_person(branch, secretary, PROBATIONARY, name="周丁")
    make_step(turned, secretary, StepCode.JOIN, date(2025, 9, 1))
    make_member(branch, secretary)
    page = client.get(reverse("development:board"))
    assert cards(page) == {
        "申请入党": [("周乙", "2. 派人谈话", "red"), ("周甲", "2. 派人谈话", "amber")],
        "积极分子的确定和培养": [("周丙", "4. 积极分子报上级备案", "muted")],
        "预备党员的考察和转正": [("周丁", "20. 入党宣誓", "red")],
    }
    assert (page.context["total"], page.context["overdue"]) == (4, 2)
    late = client.get(reverse("development:board"), {"light": "overdue"})
    assert [name for column in cards(late).values() for name, *_ in column] == ["周乙", "周丁"]
    assert client.get(reverse("development:board"), {"as_of": "2020-01-01"}).context["total"] == 0
    assert client.get(reverse("development:board"), {"as_of": "昨天"}).status_code == 200


def test_full_members_stay_on_the_board_from_a_vote_here_until_the_papers_are_filed(branch, secretary, client):
    member = make_person(branch, secretary, PROBATIONARY, name="周甲")
    make_step(member, secretary, StepCode.FULL_VOTE, date(2026, 6, 12))
    assert cards(client.get(reverse("development:board"))) == {
        "预备党员的考察和转正": [("周甲", "24. 上级党委审批转正", "green")]
    }
    make_step(member, secretary, StepCode.FULL_APPROVAL, date(2026, 6, 20))
    make_step(member, secretary, StepCode.ARCHIVE, date(2026, 6, 28))
    assert cards(client.get(reverse("development:board"))) == {}


@pytest.mark.parametrize("name", ["board", "list", "print"])
def test_more_people_ask_no_more_queries(branch, secretary, client, name, django_assert_num_queries):
    def one() -> None:
        member = make_person(branch, secretary, ACTIVIST)
        make_step(member, secretary, StepCode.CONTACTS, date(2023, 9, 5))
        make_review(member, secretary, 20251, date(2025, 6, 1))

    url = reverse(f"development:{name}")
    one()
    number = 11 if name == "list" else 9
    with django_assert_num_queries(number):
        client.get(url)
    one()
    one()
    with django_assert_num_queries(number):
        client.get(url)


def test_the_list_says_what_comes_next_and_leaves_as_excel(branch, secretary, client):
    member = make_person(branch, secretary, APPLICANT, name="周甲", applied_on=date(2026, 5, 1))
    make_person(branch, secretary, FULL, name="周乙")
    page = client.get(reverse("development:list"))
    assert page.context["count_text"] == "共 1 条"
    text = page.content.decode()
    assert reverse("development:person", args=[member.pk]) in text
    assert "2. 派人谈话" in text
    book = load_workbook(io.BytesIO(client.get(reverse("development:list"), {"export": "xlsx"}).content))
    rows = [row for row in book.active.iter_rows(values_only=True) if "周甲" in row]
    headers = next(row for row in book.active.iter_rows(values_only=True) if "下一步" in row)
    found = dict(zip(headers, rows[0], strict=True))
    assert (found["下一步"], found["要盯的时限"], found["情况"], found["没有登记的步骤"]) == (
        "2. 派人谈话", "派人谈话", "逾期", None,
    )  # fmt: skip


def test_a_figure_leads_to_its_people(branch, secretary, client):
    make_person(branch, secretary, APPLICANT, name="周甲", applied_on=date(2026, 5, 1))
    make_person(branch, secretary, APPLICANT, name="周乙", applied_on=date(2026, 6, 1))
    query = {"figure": "谈话超时限的入党申请人数", "of": branch.code, "period": "2026H1", "on": "2026-06-30"}
    text = client.get(reverse("development:list"), query).content.decode()
    assert ("周甲" in text, "周乙" in text, "共 1 条" in text) == (True, False, True)


def test_the_page_of_a_person_has_25_steps_and_the_way_to_the_next(branch, secretary, client):
    member = make_person(branch, secretary, ACTIVIST, name="周甲")
    make_step(member, secretary, StepCode.FILE_ACTIVIST, date(2023, 9, 5), remark="上级党委批复")
    make_review(member, secretary, 20252, date(2026, 1, 5))
    page = client.get(reverse("development:person", args=[member.pk]))
    rows = [row for group in page.context["steps"] for row in group["rows"]]
    assert [row["number"] for row in rows] == list(range(1, 26))
    assert [row["number"] for row in rows if row["day"]] == [1, 3, 4]
    assert [(row["number"], row["action"]) for row in rows if row["url"]] == [
        (1, "修改"), (2, "登记"), (3, "补充"), (4, "查看"), (5, "登记"), (6, "登记"), (7, "登记"),
    ]  # fmt: skip
    assert rows[3]["detail"] == "上级党委批复"
    assert page.context["primary"]["url"] == record_url(member, StepCode.CONTACTS)
    assert (page.context["missing"], page.context["lacks_contact"]) == ("派人谈话", True)
    assert [link["label"] for link in page.context["more"]] == ["人员信息", "登记半年考察", "调整培养联系人"]
    text = page.content.decode()
    assert "2024年上半年" in text  # missed, and said so
    assert "《中国共产党发展党员工作细则》第十三条" in text
    panel = client.get(reverse("members:detail", args=[member.pk])).content.decode()
    assert reverse("development:person", args=[member.pk]) in panel


def test_people_long_in_the_party_have_no_panel(branch, secretary, client):
    member = make_member(branch, secretary)
    assert "发展党员</h2>" not in client.get(reverse("members:detail", args=[member.pk])).content.decode()
    assert client.get(reverse("development:person", args=[member.pk])).status_code == 200


def test_recording_a_step_by_double_click_saves_once_and_comes_back(branch, secretary, client):
    member = make_person(branch, secretary, APPLICANT)
    for _ in range(2):
        response = client.post(record_url(member, StepCode.TALK), typed(member, date="2023-03-20"))
    assert response.url == reverse("development:person", args=[member.pk])
    assert DevelopmentStep.objects.get().date == date(2023, 3, 20)


def test_a_vote_through_the_form_makes_a_probationary_member(branch, secretary, client):
    member = make_person(branch, secretary, CANDIDATE)
    meeting = make_meeting(branch, secretary, date(2025, 6, 10), MeetingKind.GENERAL)
    make_meeting(branch, secretary, date(2025, 6, 10))
    url = record_url(member, StepCode.ADMISSION_VOTE)
    form = client.get(url).context["form"]
    assert list(form.fields["meeting"].queryset) == [meeting]
    assert not {"days", "hours", "guides"} & set(form.fields)
    given = {"date": "2025-06-10", "voters": 9, "votes": 4, "meeting": meeting.pk}
    assert errors(client.post(url, typed(member, **given))) == {
        "votes": ["赞成4人，没有超过应到会有表决权的9人的半数，不能算通过。"]
    }
    client.post(url, typed(member, **given | {"votes": 5}))
    assert latest_standing(member).stage == PROBATIONARY
    step = DevelopmentStep.objects.get()
    assert (step.meeting, step.votes) == (meeting, 5)
    edit = client.get(reverse("development_steps:edit", args=[step.pk])).context["form"]
    assert edit.fields["date"].disabled is True
    undo = {"reason": "登记错人", "version": 1}
    assert client.post(reverse("development_steps:cancel", args=[step.pk]), undo).url == (
        reverse("development:person", args=[member.pk])
    )
    assert latest_standing(member).stage == CANDIDATE


def test_a_reason_is_asked_for_beside_the_remark(branch, secretary, client):
    member = make_person(branch, secretary, CANDIDATE)
    url = record_url(member, StepCode.TRAINING)
    data = typed(member, date="2024-11-01", days=2, remark="")
    assert errors(client.post(url, data)) == {
        "remark": ["集中培训一般不少于3天或24学时。请核对；情况属实的，在备注里写明原因后保存。"]
    }
    assert client.post(url, data | {"remark": "县委组织部统一安排"}).status_code == 302


def test_editing_a_step(branch, secretary, client):
    member = make_person(branch, secretary, CANDIDATE)
    step = make_step(member, secretary, StepCode.TRAINING, date(2024, 11, 1), days=3)
    url = reverse("development_steps:edit", args=[step.pk])
    client.post(url, typed(member, version=1, date="2024-11-02", days=4))
    step.refresh_from_db()
    assert (step.date, step.days, step.version) == (date(2024, 11, 2), 4, 2)
    late = client.post(url, typed(member, version=1, date="2024-11-03", days=5))
    assert "已被别人修改" in late.content.decode()


def test_contacts_are_chosen_from_the_full_members_of_the_branch(root, branch, secretary, client):
    member = make_person(branch, secretary, ACTIVIST)
    one, two = make_member(branch, secretary), make_member(branch, secretary)
    make_person(branch, secretary, PROBATIONARY)
    make_member(make_org(root), secretary)
    url = record_url(member, StepCode.CONTACTS)
    assert set(client.get(url).context["form"].fields["guides"].queryset) == {one, two}
    assert errors(client.post(url, typed(member, date="2023-09-05"))) == {"guides": ["请选择培养联系人。"]}
    client.post(url, typed(member, date="2023-09-05", guides=[one.pk]))
    change = reverse("development:guides", args=[member.pk, GuideRole.CONTACT.value])
    client.post(change, {"date": "2024-02-01", "guides": [two.pk]})
    assert [g.guide for g in DevelopmentGuide.objects.on(date(2026, 1, 1))] == [two]
    assert errors(client.post(change, {"date": "2023-12-01", "guides": [one.pk]})) == {
        "date": ["这一天之后已经另有安排，请填更晚的日期。"]
    }


def test_a_review_and_its_correction(branch, secretary, client):
    member = make_person(branch, secretary, ACTIVIST)
    url = reverse("development:review", args=[member.pk])
    form = client.get(url).context["form"]
    assert form["about"].value() == 20261
    assert [label for _, label in form.fields["about"].choices][:2] == ["2026年上半年", "2025年下半年"]
    data = {"key": "r1", "version": 0, "about": 20261, "date": "2026-06-20", "result": "continue"}
    client.post(url, data)
    review = ActivistReview.objects.get()
    edit = reverse("activist_reviews:edit", args=[review.pk])
    client.post(edit, data | {"version": 1, "result": "ready", "conclusion": "表现良好"})
    review.refresh_from_db()
    assert (review.result, review.conclusion, review.about) == ("ready", "表现良好", 20261)
    client.post(reverse("activist_reviews:cancel", args=[review.pk]), {"reason": "重复", "version": 2})
    review.refresh_from_db()
    assert review.status == Status.CANCELLED
    assert client.get(reverse("activist_reviews:list")).status_code == 200


def test_prolonging_the_probation_and_noting_a_special_case(branch, secretary, client):
    member = make_person(branch, secretary, PROBATIONARY)
    page = client.get(reverse("development:person", args=[member.pk]))
    assert [link["label"] for link in page.context["more"]] == [
        "人员信息", "调整入党介绍人", "延长预备期", "延长接收审批",
    ]  # fmt: skip
    url = reverse("development:extend", args=[member.pk, ExtensionKind.PROBATION.value])
    data = {"key": "e1", "version": 0, "date": "2026-06-12", "months": 3, "remark": "需要继续考察"}
    assert errors(client.post(url, data)) == {"months": ["延长预备期不能少于6个月，最长不超过12个月。"]}
    client.post(url, data | {"months": 6})
    special = reverse("development:extend", args=[member.pk, ExtensionKind.APPROVAL.value])
    assert "months" not in client.get(special).context["form"].fields
    client.post(special, {"key": "e2", "version": 0, "date": "2026-06-12", "remark": "材料补充"})
    assert set(DevelopmentExtension.objects.values_list("kind", "months")) == {("probation", 6), ("approval", 0)}
    assert client.get(reverse("development_extensions:list")).context["count_text"] == "共 2 条"


def test_addresses_of_nothing_are_not_found(branch, secretary, client):
    member = make_person(branch, secretary, ACTIVIST)
    assert client.get(record_url(member, StepCode.APPLY)).status_code == 404
    for name, word in (("record", "nothing"), ("guides", "nobody"), ("extend", "never")):
        assert client.get(reverse(f"development:{name}", args=[member.pk, word])).status_code == 404


def test_a_sibling_sees_nothing_and_a_reader_changes_nothing(root, branch, secretary, client):
    member = make_person(branch, secretary, PROBATIONARY)
    step = make_step(member, secretary, StepCode.APPROVAL, date(2025, 8, 1))
    extension = make_extension(member, secretary, ExtensionKind.PROBATION, date(2026, 6, 12), 6)
    pages = [
        reverse("development:person", args=[member.pk]),
        reverse("development_steps:detail", args=[step.pk]),
        reverse("development_extensions:detail", args=[extension.pk]),
    ]
    forms = [record_url(member, StepCode.OATH), reverse("development_steps:edit", args=[step.pk])]
    client.force_login(make_user(make_org(root)))
    assert [client.get(url).status_code for url in pages + forms] == [404] * 5
    assert client.get(reverse("development:board")).context["total"] == 0
    client.force_login(make_user(branch, Role.READER))
    assert [client.get(url).status_code for url in pages] == [200] * 3
    assert [client.get(url).status_code for url in forms] == [403] * 2
    person = client.get(pages[0])
    assert (person.context["primary"], len(person.context["more"])) == (None, 1)


def test_a_branch_someone_left_reads_its_own_records_only(root, branch, secretary, client):
    """Who moved on is shown to the new branch with all steps; the records of the old one open only there."""
    member = make_person(branch, secretary, ACTIVIST)
    step = make_step(member, secretary, StepCode.FILE_ACTIVIST, date(2023, 9, 5))
    other = make_org(root)
    mover = make_user(root, Role.MANAGER)
    client.force_login(mover)
    member.refresh_from_db()
    move = {"org": other.pk, "on": "2026-06-01", "version": member.version, "group": "", "note": ""}
    assert client.post(reverse("members:move", args=[member.pk]), move).status_code == 302
    client.force_login(make_user(other))
    page = client.get(reverse("development:person", args=[member.pk]))
    row = page.context["steps"][1]["rows"][1]
    assert (row["day"], row["url"]) == ("2023-09-05", "")
    assert client.get(reverse("development_steps:detail", args=[step.pk])).status_code == 404
    assert Member.objects.get(pk=member.pk).org == other


def test_who_has_left_is_shown_as_on_the_last_day_and_a_record_can_still_be_put_right(branch, secretary, client):
    member = make_person(branch, secretary, ACTIVIST)
    step = make_step(member, secretary, StepCode.FILE_ACTIVIST, date(2023, 9, 5))
    member.refresh_from_db()
    away = {"closing": "discontinued", "on": "2026-06-01", "version": member.version, "note": ""}
    assert client.post(reverse("members:leave", args=[member.pk]), away).status_code == 302
    page = client.get(reverse("development:person", args=[member.pk]))
    assert page.context["notes"] == ["终止培养，以下是2026-05-31的情况"]
    assert (page.context["primary"], len(page.context["more"])) == (None, 1)
    assert client.get(record_url(member, StepCode.CONTACTS)).status_code == 200
    refused = client.post(record_url(member, StepCode.CULTIVATE), typed(member, date="2023-10-05"))
    assert list(refused.context["form"].non_field_errors()) == [f"{member.name}已不在册，不能再登记。"]
    edit = reverse("development_steps:edit", args=[step.pk])
    client.post(edit, typed(member, version=1, date="2023-09-06"))
    step.refresh_from_db()
    assert step.date == date(2023, 9, 6)


def test_the_printed_list_says_what_is_missing_and_by_when(branch, secretary, client):
    make_person(branch, secretary, APPLICANT, name="周甲", applied_on=date(2026, 6, 20))
    make_person(branch, secretary, ACTIVIST, name="吴乙", applied_on=date(2025, 1, 5), activist_on=date(2025, 6, 1))
    make_person(branch, secretary, PROBATIONARY, name="郑丙")
    page = client.get(reverse("development:print"))
    rows = [
        [re.sub("<[^>]+>", "", cell) for cell in re.findall("<td.*?</td>", row)]
        for row in re.findall("<tr>.*?</tr>", page.context["table"].body)
    ]
    assert [(row[0], row[4], row[5]) for row in rows] == [
        ("周甲", "2. 派人谈话", "派人谈话（2026-07-20前）"),
        (
            "吴乙",
            "4. 积极分子报上级备案",
            "培养教育考察，然后确定发展对象（不早于2026-06-01）；2025年下半年考察（2025-12-31前）；"
            "2026年上半年考察（2026-06-30前）；没有培养联系人；没有登记：派人谈话",
        ),
        (
            "郑丙",
            "16. 上级党委派人谈话",
            "上级党委审批接收（2025-09-10前）；预备期满，讨论转正（2026-06-10期满）；没有登记："
            + "、".join(step.name for step in STEPS[1:14] if step.begins is None),
        ),
    ]


def test_the_printed_list_is_whole_where_the_list_turns_pages(branch, secretary, client):
    for number in range(35):
        make_person(branch, secretary, APPLICANT, name=f"周{number:02}", applied_on=date(2026, 6, 20))
    page = client.get(reverse("development:print"))
    assert (page.context["total"], str(page.context["table"].body).count("<tr>")) == (35, 35)
