"""The legal intervals at their boundaries: pure, from facts, rules and a day."""

from datetime import date, timedelta

import pytest

from partywork.development.enums import ExtensionKind, Phase, StepCode
from partywork.development.intervals import Facts, Interval, intervals, probation_ends, reviews_missed
from partywork.development.progress import Progress, progress_of
from partywork.development.steps import BY_CODE, OPENING, STEPS
from partywork.members.enums import Stage
from partywork.rules.loading import shipped_rules
from partywork.rules.queries import RuleBook

RULES = RuleBook({rule.code: rule for rule in shipped_rules()}, date(2026, 1, 1))
SOON = 30
APPLICANT, ACTIVIST, CANDIDATE, PROBATIONARY, FULL = Stage


def facts(stage: Stage, began: date, done: dict[StepCode, date] | None = None, **more) -> Facts:
    return Facts(stage=stage, began={stage: began}, done={OPENING[stage].code: began, **(done or {})}, **more)


def only(found: Facts, on: date) -> Interval:
    (interval,) = intervals(found, RULES, on)
    return interval


def test_there_are_25_steps_in_five_phases_and_five_open_a_stage():
    assert [step.number for step in STEPS] == list(range(1, 26))
    assert [sum(step.phase == phase for step in STEPS) for phase in Phase] == [2, 4, 5, 7, 7]
    assert {stage: step.number for stage, step in OPENING.items()} == {
        APPLICANT: 1, ACTIVIST: 3, CANDIDATE: 7, PROBATIONARY: 15, FULL: 23,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("applied", "due"),
    [
        (date(2026, 3, 10), date(2026, 4, 10)),
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2024, 1, 31), date(2024, 2, 29)),
        (date(2024, 2, 29), date(2024, 3, 29)),
        (date(2025, 12, 31), date(2026, 1, 31)),
    ],
)
def test_a_talk_is_due_within_exactly_one_month(applied, due):
    interval = only(facts(APPLICANT, applied), due)
    assert interval.day == due
    assert interval.light(due, SOON) == ("amber", "将到期")
    assert interval.light(due + timedelta(days=1), SOON) == ("red", "逾期")
    assert interval.rule.citation == "《中国共产党发展党员工作细则》第七条"


@pytest.mark.parametrize(
    ("talked", "light"),
    [(date(2026, 4, 10), ("green", "符合")), (date(2026, 4, 11), ("amber", "晚于期限"))],
)
def test_a_talk_held_stops_the_clock_and_says_whether_it_was_in_time(talked, light):
    held = only(facts(APPLICANT, date(2026, 3, 10), {StepCode.TALK: talked}), date(2026, 12, 1))
    assert (held.is_running, held.light(date(2026, 12, 1), SOON)) == (False, light)


def test_a_talk_nobody_recorded_is_missing_not_running_once_someone_is_an_activist():
    found = Facts(
        ACTIVIST,
        {APPLICANT: date(2025, 1, 1), ACTIVIST: date(2026, 8, 2)},
        {StepCode.APPLY: date(2025, 1, 1), StepCode.ACTIVIST: date(2026, 8, 2)},
    )
    progress = progress_of(found, RULES, date(2026, 9, 1))
    assert [each.label for each in progress.intervals] == ["培养教育考察，然后确定发展对象"]
    assert [step.code for step in progress.missing] == [StepCode.TALK]


def year_of(begun: date, on: date) -> Interval:
    found = intervals(facts(ACTIVIST, begun), RULES, on)
    return next(each for each in found if each.label.startswith("培养"))


@pytest.mark.parametrize(
    ("begun", "first"),
    [(date(2025, 9, 1), date(2026, 9, 1)), (date(2024, 2, 29), date(2025, 2, 28))],
)
def test_an_activist_waits_a_whole_year(begun, first):
    assert year_of(begun, first).light(first - timedelta(days=1), SOON) == ("muted", "未满")
    assert year_of(begun, first).light(first, SOON) == ("green", "已满")
    both = Facts(CANDIDATE, {ACTIVIST: begun, CANDIDATE: first - timedelta(days=1)}, {})
    assert only(both, first).light(first, SOON) == ("amber", "早于规定")
    both = Facts(CANDIDATE, {ACTIVIST: begun, CANDIDATE: first}, {})
    assert only(both, first).light(first, SOON) == ("green", "符合")


def reviews(begun: date, on: date, *reviewed: int) -> list[tuple[str, str]]:
    found = intervals(facts(ACTIVIST, begun, reviewed=frozenset(reviewed)), RULES, on)
    return [(each.label, each.light(on, SOON)[0]) for each in found if each.label.endswith("半年考察")]


def test_reviews_are_owed_from_the_first_whole_half_year_on():
    assert reviews(date(2026, 1, 1), date(2026, 3, 1)) == [("2026年上半年考察", "green")]
    assert reviews(date(2026, 1, 2), date(2026, 6, 30)) == []
    assert reviews(date(2026, 1, 1), date(2026, 6, 30)) == [("2026年上半年考察", "amber")]
    assert reviews(date(2026, 1, 1), date(2026, 7, 1)) == [("2026年上半年考察", "red"), ("2026年下半年考察", "green")]
    assert reviews(date(2026, 1, 1), date(2026, 7, 1), 20261) == [("2026年下半年考察", "green")]
    assert reviews(date(2026, 1, 1), date(2026, 12, 31), 20262) == []


def test_missed_half_years_stay_on_record_until_the_next_stage():
    found = Facts(
        CANDIDATE,
        {ACTIVIST: date(2024, 5, 1), CANDIDATE: date(2026, 2, 1)},
        {},
        reviewed=frozenset({20251}),
    )
    assert [half.code for half in reviews_missed(found, date(2026, 11, 1))] == ["2024H2", "2025H2"]


@pytest.mark.parametrize(
    ("admitted", "special", "due"),
    [
        (date(2026, 3, 31), False, date(2026, 6, 30)),
        (date(2025, 11, 30), False, date(2026, 2, 28)),
        (date(2025, 8, 31), True, date(2026, 2, 28)),
        (date(2023, 8, 31), True, date(2024, 2, 29)),
    ],
)
def test_approval_within_three_months_and_six_in_a_special_case(admitted, special, due):
    extended = {ExtensionKind.APPROVAL: 0} if special else {}
    found = intervals(facts(PROBATIONARY, admitted, extended=extended), RULES, due)
    approval = next(each for each in found if each.label == "上级党委审批接收")
    assert (approval.day, approval.light(due, SOON)[0]) == (due, "amber")
    assert approval.light(due + timedelta(days=1), SOON)[0] == "red"


@pytest.mark.parametrize(
    ("admitted", "more", "ends"),
    [
        (date(2025, 6, 10), 0, date(2026, 6, 10)),
        (date(2024, 2, 29), 0, date(2025, 2, 28)),
        (date(2024, 8, 31), 6, date(2026, 2, 28)),
        (date(2022, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 2, 29), 6, date(2025, 8, 29)),  # one addition: not 28 February and then six months
        (date(2024, 2, 29), 12, date(2026, 2, 28)),
    ],
)
def test_the_probation_is_counted_once_from_the_meeting(admitted, more, ends):
    found = facts(PROBATIONARY, admitted, extended={ExtensionKind.PROBATION: more} if more else {})
    assert probation_ends(found, RULES) == ends
    term = next(each for each in intervals(found, RULES, ends) if each.label.startswith("预备期满"))
    assert term.light(ends, SOON)[0] == "amber"
    assert term.light(ends + timedelta(days=1), SOON)[0] == "red"
    assert term.light(ends - timedelta(days=SOON + 1), SOON)[0] == "green"


@pytest.mark.parametrize(
    ("voted", "word"), [(date(2026, 6, 9), "早于规定"), (date(2026, 6, 10), "符合"), (date(2026, 8, 1), "符合")]
)
def test_full_membership_is_not_voted_before_the_probation_is_over(voted, word):
    found = Facts(FULL, {PROBATIONARY: date(2025, 6, 10), FULL: voted}, {})
    assert only(found, date(2026, 9, 1)).light(date(2026, 9, 1), SOON)[1] == word


def test_approval_of_full_membership_only_for_votes_recorded_here():
    recorded = facts(FULL, date(2026, 8, 31), voted_here=True)
    assert only(recorded, date(2026, 9, 1)).day == date(2026, 11, 30)
    assert intervals(facts(FULL, date(2010, 7, 1)), RULES, date(2026, 9, 1)) == []


def progress(stage: Stage, *codes: StepCode) -> Progress:
    day = date(2026, 2, 1)
    return progress_of(facts(stage, day, dict.fromkeys(codes, day)), RULES, date(2026, 2, 2))


@pytest.mark.parametrize(
    ("stage", "codes", "phase", "following"),
    [
        (APPLICANT, [], Phase.APPLICATION, StepCode.TALK),
        (APPLICANT, [StepCode.TALK], Phase.APPLICATION, StepCode.ACTIVIST),
        (ACTIVIST, [], Phase.ACTIVIST, StepCode.FILE_ACTIVIST),
        (CANDIDATE, [StepCode.TRAINING], Phase.CANDIDATE, StepCode.COMMITTEE),
        (CANDIDATE, [StepCode.COMMITTEE], Phase.ADMISSION, StepCode.PRE_EXAMINATION),
        (PROBATIONARY, [], Phase.ADMISSION, StepCode.SUPERIOR_TALK),
        (PROBATIONARY, [StepCode.JOIN], Phase.PROBATION, StepCode.OATH),
        (FULL, [StepCode.FULL_APPROVAL], Phase.PROBATION, StepCode.ARCHIVE),
    ],
)
def test_a_person_stands_in_the_phase_of_the_last_step_taken(stage, codes, phase, following):
    found = progress(stage, *codes)
    assert found.next is not None
    assert (found.phase, found.next.code) == (phase, following)


def test_after_the_last_step_nothing_follows():
    assert progress(FULL, StepCode.FULL_APPROVAL, StepCode.ARCHIVE).next is None


def test_the_most_urgent_is_the_first_deadline_and_waiting_comes_last():
    found = progress_of(facts(ACTIVIST, date(2025, 12, 1)), RULES, date(2026, 2, 1))
    assert found.most_urgent is not None
    assert found.most_urgent.label == "2026年上半年考察"
    assert (found.light, found.lacks_contact) == (("green", "正常"), True)
    waiting = progress_of(facts(ACTIVIST, date(2026, 2, 1)), RULES, date(2026, 2, 2))
    assert waiting.most_urgent is not None
    assert (waiting.light, waiting.most_urgent.day) == (("muted", "没有期限"), date(2027, 2, 1))


def test_every_article_is_the_one_of_the_rule_that_counts():
    pairs = {
        "development.talk_months": StepCode.TALK,
        "development.contacts": StepCode.CONTACTS,
        "development.activist_months": StepCode.CANDIDATE,
        "development.sponsors": StepCode.SPONSORS,
        "development.training_days": StepCode.TRAINING,
    }
    assert {code: RULES.rule(code).citation for code in pairs} == {
        code: BY_CODE[step].citation for code, step in pairs.items()
    }
