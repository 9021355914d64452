"""Recording steps, reviews and prolongations; undoing them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from partywork.audit.models import AuditEvent
from partywork.development.actions import edit_step, record_step, undo_step
from partywork.development.enums import ExtensionKind, GuideRole, StepCode
from partywork.development.models import DevelopmentGuide, DevelopmentStep
from partywork.development.queries import person, rules_on
from partywork.development.support_actions import name_guides
from partywork.entries.actions import StaleEdit, cancel_entry
from partywork.entries.enums import Status
from partywork.meetings.enums import MeetingKind
from partywork.members.corrections import correct_standing, undo_latest
from partywork.members.enums import Stage
from partywork.members.models import Member, Standing
from partywork.members.movements import change_group
from partywork.members.queries import latest_standing
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import PartyGroup
from tests.factories.development import TODAY, make_extension, make_person, make_review, make_step
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user
from tests.refusals import told

pytestmark = pytest.mark.django_db
APPLICANT, ACTIVIST, CANDIDATE, PROBATIONARY, FULL = Stage


@pytest.fixture
def branch():
    return make_org(make_org(kind=OrgKind.COMMITTEE))


@pytest.fixture
def by(branch):
    return make_user(branch)


def refusal(call) -> set[str]:
    with pytest.raises(ValidationError) as caught:
        call()
    return set(caught.value.message_dict) if hasattr(caught.value, "error_dict") else {""}


def done(member: Member) -> dict[StepCode, date]:
    found = person(Member.objects.get(pk=member.pk), TODAY, rules_on(TODAY))
    assert found is not None
    return dict(found.progress.facts.done)


def test_a_step_is_recorded_once_for_a_key_and_once_for_a_person(branch, by):
    member = make_person(branch, by, APPLICANT)
    first = make_step(member, by, StepCode.TALK, date(2023, 3, 20), key="k1")
    assert make_step(member, by, StepCode.TALK, date(2023, 3, 20), key="k1") == first
    assert told(lambda: make_step(member, by, StepCode.TALK, date(2023, 3, 21))) == (
        "“派人谈话”已经登记过了，要改请打开那条记录。"
    )
    assert DevelopmentStep.objects.get().half == 20231
    assert AuditEvent.objects.filter(action="developmentstep.create").count() == 1


def test_a_step_that_opens_a_stage_moves_the_person_and_is_undone_with_it(branch, by):
    member = make_person(branch, by, ACTIVIST)
    step = make_step(member, by, StepCode.CANDIDATE, date(2024, 10, 1))
    member.refresh_from_db()
    assert (member.candidate_on, latest_standing(member).stage) == (date(2024, 10, 1), CANDIDATE)
    undo_step(step=step, version=1, reason="日期抄错", by=by, today=TODAY)
    member.refresh_from_db()
    assert (member.candidate_on, latest_standing(member).stage) == (None, ACTIVIST)
    step.refresh_from_db()
    assert (step.status, step.cancel_reason) == (Status.CANCELLED, "日期抄错")
    again = make_step(member, by, StepCode.CANDIDATE, date(2024, 10, 2))
    assert (again.opened_stage, done(member)[StepCode.CANDIDATE]) == (True, date(2024, 10, 2))


def test_a_stage_of_the_roster_takes_its_particulars_and_keeps_its_day(branch, by):
    member = make_person(branch, by, PROBATIONARY)
    assert refusal(lambda: make_step(member, by, StepCode.ADMISSION_VOTE, date(2025, 6, 11))) == {"date"}
    step = make_step(member, by, StepCode.ADMISSION_VOTE, date(2025, 6, 10), voters=9, votes=5, remark="")
    assert step.opened_stage is False
    undo_step(step=step, version=1, reason="不是这个人", by=by, today=TODAY)
    assert latest_standing(member).stage == PROBATIONARY


def test_a_corrected_day_of_a_stage_is_the_day_of_its_step(branch, by):
    member = make_person(branch, by, ACTIVIST)
    step = make_step(member, by, StepCode.CANDIDATE, date(2024, 10, 1))
    member.refresh_from_db()
    correct_standing(
        standing=latest_standing(member), since=date(2024, 10, 8), group=None, note="", reason="抄错",
        version=member.version, by=by, today=TODAY,
    )  # fmt: skip
    assert done(member)[StepCode.CANDIDATE] == date(2024, 10, 8)
    assert DevelopmentStep.objects.get(pk=step.pk).day == date(2024, 10, 8)


def test_a_stage_taken_back_on_the_roster_takes_its_step_out_of_what_is_done(branch, by):
    member = make_person(branch, by, ACTIVIST)
    make_step(member, by, StepCode.CANDIDATE, date(2024, 10, 1))
    member.refresh_from_db()
    undo_latest(member=member, reason="抄错", version=member.version, by=by, today=TODAY)
    assert StepCode.CANDIDATE not in done(member)


def test_what_others_rest_on_is_not_undone(branch, by):
    member = make_person(branch, by, ACTIVIST)
    step = make_step(member, by, StepCode.CANDIDATE, date(2024, 10, 1))
    review = make_step(member, by, StepCode.POLITICAL_REVIEW, date(2024, 11, 1))
    assert told(lambda: undo_step(step=step, version=1, reason="错", by=by, today=TODAY)) == (
        "后面的步骤已经登记：政治审查。请先撤销它们。"
    )
    step.refresh_from_db()
    assert step.status == Status.DONE
    undo_step(step=review, version=1, reason="错", by=by, today=TODAY)
    group = PartyGroup.objects.create(org=branch, name="第一小组", since=date(2020, 1, 1))
    member.refresh_from_db()
    change_group(member=member, group=group, on=date(2024, 12, 1), version=member.version, by=by, today=TODAY)
    assert "请先在人员页撤销那些变更" in told(lambda: undo_step(step=step, version=1, reason="错", by=by, today=TODAY))


@pytest.mark.parametrize(
    ("stage", "code", "day", "fields"),
    [
        (APPLICANT, StepCode.APPLY, date(2023, 3, 1), {""}),
        (APPLICANT, StepCode.CONTACTS, date(2023, 9, 2), {""}),
        (ACTIVIST, StepCode.FILE_ACTIVIST, date(2023, 8, 31), {"date"}),
        (ACTIVIST, StepCode.FILE_ACTIVIST, date(2027, 1, 1), {"date"}),
        (ACTIVIST, StepCode.ADMISSION_VOTE, date(2025, 1, 1), {""}),
        (CANDIDATE, StepCode.ADMISSION_VOTE, date(2024, 10, 1), {"date"}),  # the roster: one change a day
    ],
)
def test_what_cannot_be_is_refused(branch, by, stage, code, day, fields):
    member = make_person(branch, by, stage)
    assert refusal(lambda: make_step(member, by, code, day)) == fields
    assert DevelopmentStep.objects.count() == 0


@pytest.mark.parametrize(
    ("day", "message"),
    [
        (date(2024, 8, 31), "培养教育考察到2024年9月1日才满一年"),
        (date(2024, 9, 1), ""),
    ],
)
def test_a_candidate_before_a_year_needs_a_reason(branch, by, day, message):
    member = make_person(branch, by, ACTIVIST)
    for code in (StepCode.TALK, StepCode.FILE_ACTIVIST, StepCode.CONTACTS, StepCode.CULTIVATE):
        make_step(member, by, code, date(2023, 9, 5))
    if message:
        assert message in told(lambda: make_step(member, by, StepCode.CANDIDATE, day, remark=""))
        assert make_step(member, by, StepCode.CANDIDATE, day, remark="上级党委同意").pk
    else:
        assert make_step(member, by, StepCode.CANDIDATE, day, remark="").pk


def test_steps_left_out_need_a_reason_at_the_next_stage(branch, by):
    member = make_person(branch, by, ACTIVIST)
    text = told(lambda: make_step(member, by, StepCode.CANDIDATE, date(2024, 10, 1), remark=" "))
    assert text == (
        "前面还有步骤没有登记：派人谈话、积极分子报上级备案、指定培养联系人、培养教育考察。"
        "请核对；情况属实的，在备注里写明原因后保存。"
    )


@pytest.mark.parametrize(
    ("extra", "enough"),
    [({"days": 3}, True), ({"hours": 24}, True), ({"days": 2, "hours": 23}, False), ({}, False)],
)
def test_training_of_three_days_or_24_hours(branch, by, extra, enough):
    member = make_person(branch, by, CANDIDATE)

    def record():
        return make_step(member, by, StepCode.TRAINING, date(2024, 11, 1), remark="", **extra)

    if enough:
        assert record().pk
    else:
        assert refusal(record) == {"remark"}


@pytest.mark.parametrize(
    ("voters", "votes", "fields"),
    [
        (10, 6, set()),
        (11, 6, set()),
        (10, 5, {"votes"}),
        (5, 6, {"votes"}),
        (10, None, {"votes"}),
        (None, 5, {"voters"}),
    ],
)
def test_more_than_half_of_those_who_should_attend_must_agree(branch, by, voters, votes, fields):
    member = make_person(branch, by, CANDIDATE)

    def record():
        return make_step(member, by, StepCode.ADMISSION_VOTE, date(2025, 6, 10), voters=voters, votes=votes)

    if fields:
        assert refusal(record) == fields
        assert latest_standing(member).stage == CANDIDATE
    else:
        assert record().opened_stage is True


def test_the_meeting_is_the_general_meeting_of_that_day(branch, by):
    member = make_person(branch, by, CANDIDATE)
    day = date(2025, 6, 10)
    general = make_meeting(branch, by, day, MeetingKind.GENERAL)
    committee = make_meeting(branch, by, day)
    elsewhere = make_meeting(make_org(make_org(kind=OrgKind.COMMITTEE)), by, day, MeetingKind.GENERAL)
    for wrong in (committee, elsewhere, make_meeting(branch, by, date(2025, 6, 9), MeetingKind.GENERAL)):
        call = lambda wrong=wrong: make_step(member, by, StepCode.ADMISSION_VOTE, day, meeting=wrong)  # noqa: E731
        assert refusal(call) == {"meeting"}
    assert make_step(member, by, StepCode.ADMISSION_VOTE, day, meeting=general).meeting == general


def test_a_stale_version_of_the_person_opens_no_stage(branch, by):
    member = make_person(branch, by, ACTIVIST)
    step = DevelopmentStep(member=member, step=StepCode.CANDIDATE, date=date(2024, 10, 1), remark="补录")
    with pytest.raises(StaleEdit):
        record_step(step=step, version=7, by=by, today=TODAY)
    assert DevelopmentStep.objects.count() == 0


def test_editing_a_step_checks_it_again(branch, by):
    member = make_person(branch, by, CANDIDATE)
    step = make_step(member, by, StepCode.TRAINING, date(2024, 11, 1), days=3, remark="")
    step.days = 1
    assert refusal(lambda: edit_step(step=step, version=1, by=by, today=TODAY)) == {"remark"}
    step.days, step.date = 4, date(2024, 11, 2)
    edit_step(step=step, version=1, by=by, today=TODAY)
    stored = DevelopmentStep.objects.get()
    assert (stored.days, stored.date, stored.version) == (4, date(2024, 11, 2), 2)


def test_one_or_two_contacts_and_two_sponsors_all_full_members(branch, by):
    member = make_person(branch, by, CANDIDATE)
    one, two, three = (make_member(branch, by) for _ in range(3))
    probationer = make_person(branch, by, PROBATIONARY)
    day = date(2024, 11, 1)

    def sponsors(*guides):
        return lambda: make_step(member, by, StepCode.SPONSORS, day, guides=guides)

    assert told(sponsors(one)) == "入党介绍人应有2名正式党员，现在选了1名。"
    assert told(sponsors(one, two, three)) == "入党介绍人应有2名正式党员，现在选了3名。"
    assert told(sponsors(one, one)) == "同一个人选了两次。"
    assert told(sponsors(one, probationer)) == f"{probationer.name}在2024-11-01不是在册的正式党员。"
    assert told(sponsors(one, member)) == f"不能选{member.name}本人。"
    sponsors(one, two)()
    contacts = {"member": member, "role": GuideRole.CONTACT, "by": by, "today": TODAY}
    assert told(lambda: name_guides(guides=[one, two, three], on=day, **contacts)) == (
        "培养联系人应有1至2名正式党员，现在选了3名。"
    )
    assert told(lambda: name_guides(guides=[], on=day, **contacts)) == "培养联系人应有1至2名正式党员，现在选了0名。"


def test_changed_contacts_keep_their_history(branch, by):
    member = make_person(branch, by, ACTIVIST)
    one, two, three = (make_member(branch, by) for _ in range(3))
    step = make_step(member, by, StepCode.CONTACTS, date(2023, 9, 5), guides=[one, two])
    common = {"member": member, "role": GuideRole.CONTACT, "by": by, "today": TODAY}
    assert refusal(lambda: name_guides(guides=[two], on=date(2023, 9, 4), **common)) == {"date"}
    assert refusal(lambda: name_guides(guides=[two], on=date(2023, 8, 31), **common)) == {"date"}
    name_guides(guides=[two, three], on=date(2024, 2, 1), **common)
    rows = [(g.guide, g.since, None if g.is_open else g.until) for g in DevelopmentGuide.objects.order_by("id")]
    assert rows == [
        (one, date(2023, 9, 5), date(2024, 2, 1)),
        (two, date(2023, 9, 5), None),
        (three, date(2024, 2, 1), None),
    ]
    found = person(member, date(2024, 1, 31), rules_on(TODAY))
    assert found is not None
    assert found.names(GuideRole.CONTACT) == f"{one.name}、{two.name}"
    undo_step(step=step, version=1, reason="错", by=by, today=TODAY)
    assert [g.guide for g in DevelopmentGuide.objects.all()] == [three]


@pytest.mark.parametrize(
    ("about", "day", "fields"),
    [
        (20231, date(2023, 9, 1), {"about"}),
        (20232, date(2023, 8, 31), {"date"}),
        (20241, date(2023, 12, 31), {"date"}),
        (20241, date(2027, 1, 1), {"date"}),
        (20243, date(2024, 6, 1), {"about"}),
    ],
)
def test_reviews_that_cannot_be_are_refused(branch, by, about, day, fields):
    member = make_person(branch, by, ACTIVIST)
    assert refusal(lambda: make_review(member, by, about, day)) == fields


def test_one_review_a_half_year_until_the_next_stage(branch, by):
    member = make_person(branch, by, CANDIDATE)
    held = make_review(member, by, 20241, date(2024, 6, 20), key="r1")
    assert make_review(member, by, 20241, date(2024, 6, 20), key="r1") == held
    assert refusal(lambda: make_review(member, by, 20241, date(2024, 6, 21))) == {"about"}
    assert refusal(lambda: make_review(member, by, 20242, date(2024, 10, 2))) == {"date"}
    cancel_entry(entry=held, version=1, reason="重复", by=by)
    assert make_review(member, by, 20241, date(2024, 6, 21)).version == 1
    assert refusal(lambda: make_review(make_person(branch, by, APPLICANT), by, 20241, date(2024, 6, 1))) == {""}


def test_a_probation_is_prolonged_once_by_six_to_twelve_months(branch, by):
    member = make_person(branch, by, PROBATIONARY)

    def prolong(months: int, day: date = date(2026, 6, 12), **extra):
        return lambda: make_extension(member, by, ExtensionKind.PROBATION, day, months, **extra)

    assert refusal(prolong(5)) == refusal(prolong(13)) == {"months"}
    assert refusal(prolong(6, date(2025, 6, 9))) == {"date"}
    assert refusal(prolong(6, remark=" ")) == {"remark"}
    extension = prolong(6)()
    found = person(member, TODAY, rules_on(TODAY))
    assert found is not None
    term = next(each for each in found.progress.intervals if each.label.startswith("预备期满"))
    assert term.day == date(2026, 12, 10)
    assert told(prolong(6)) == "“延长预备期”已经登记过一次，不能再延长。"
    cancel_entry(entry=extension, version=1, reason="填错", by=by)
    assert prolong(12)().months == 12
    activist = make_person(branch, by, ACTIVIST)
    assert told(lambda: make_extension(activist, by, ExtensionKind.PROBATION, date(2026, 6, 12), 6)) == (
        f"{activist.name}现在是入党积极分子，不是预备党员。"
    )


def test_an_approval_is_prolonged_only_while_it_is_awaited(branch, by):
    member = make_person(branch, by, PROBATIONARY)
    make_step(member, by, StepCode.APPROVAL, date(2025, 8, 1))
    assert told(lambda: make_extension(member, by, ExtensionKind.APPROVAL, date(2025, 9, 12))) == (
        "上级党委已经审批，不用再延长。"
    )


def test_nobody_who_left_is_written_about(branch, by):
    member = make_person(branch, by, ACTIVIST)
    Standing.objects.filter(member=member, closing="").update(until=date(2026, 1, 1), closing="discontinued")
    assert told(lambda: make_step(member, by, StepCode.FILE_ACTIVIST, date(2023, 9, 5))) == (
        f"{member.name}已不在册，不能再登记。"
    )
