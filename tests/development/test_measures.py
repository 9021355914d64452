"""Figures about 发展党员: by hand, and against the pure function for many people and days."""

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from partywork.common.periods import HalfYear, Year, add_months
from partywork.development.enums import ExtensionKind, ReviewResult, StepCode
from partywork.development.measures import MEASURES
from partywork.development.models import ActivistReview, DevelopmentExtension, DevelopmentStep
from partywork.development.queries import people, rules_on
from partywork.entries.actions import cancel_entry
from partywork.measures import lookup
from partywork.measures.evaluate import evaluate
from partywork.measures.evidence import evidence, records_behind
from partywork.measures.lookup import parse_request
from partywork.measures.window import Window
from partywork.members.corrections import annul_member
from partywork.members.enums import STAGE_DATES, Stage
from partywork.members.models import Member, Standing
from partywork.members.queries import standings_in
from partywork.orgs.enums import OrgKind
from partywork.orgs.queries import scope_of_org
from tests.factories.development import make_extension, make_person, make_review, make_step
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
APPLICANT, ACTIVIST, CANDIDATE, PROBATIONARY, FULL = Stage
WINDOW = Window(HalfYear(2026, 1), date(2026, 6, 30))


@pytest.fixture
def office():
    """Two branches; every figure below is counted by hand from these lines."""
    root = make_org(kind=OrgKind.COMMITTEE)
    first, second = make_org(root), make_org(root)
    by = make_user(root)
    guides = [make_member(second, by) for _ in range(2)]

    make_person(first, by, APPLICANT, applied_on=date(2026, 5, 29))  # talk was due on 29 June
    make_person(first, by, APPLICANT, applied_on=date(2026, 5, 30))  # due on the data date
    talked = make_person(second, by, APPLICANT, applied_on=date(2026, 3, 1))
    make_step(talked, by, StepCode.TALK, date(2026, 3, 20), tag="青年")
    late = make_person(second, by, APPLICANT, applied_on=date(2026, 3, 1))
    make_step(late, by, StepCode.TALK, date(2026, 7, 1))  # after the data date

    reviewed = make_person(first, by, ACTIVIST, activist_on=date(2025, 6, 30), applied_on=date(2025, 1, 1))
    make_review(reviewed, by, 20252, date(2026, 1, 5))
    make_review(reviewed, by, 20261, date(2026, 6, 30), result=ReviewResult.READY)
    make_person(second, by, ACTIVIST, activist_on=date(2025, 7, 1), applied_on=date(2025, 1, 1))  # never reviewed
    fresh = make_person(second, by, ACTIVIST, activist_on=date(2026, 1, 2), applied_on=date(2025, 1, 1))
    make_step(fresh, by, StepCode.CONTACTS, date(2026, 1, 20), guides=guides)

    candidate = make_person(first, by, CANDIDATE)
    make_step(candidate, by, StepCode.POLITICAL_REVIEW, date(2026, 2, 1))
    training = make_step(candidate, by, StepCode.TRAINING, date(2026, 4, 1))
    cancel_entry(entry=training, version=1, reason="重复", by=by)
    make_step(candidate, by, StepCode.TRAINING, date(2026, 4, 2), days=3)

    waiting = make_person(first, by, PROBATIONARY, admitted_on=date(2026, 3, 30))  # approval due 30 June
    make_step(waiting, by, StepCode.SUPERIOR_TALK, date(2026, 4, 10))
    make_person(first, by, PROBATIONARY, admitted_on=date(2026, 3, 29))  # due 29 June
    special = make_person(second, by, PROBATIONARY, admitted_on=date(2026, 1, 10))
    make_extension(special, by, ExtensionKind.APPROVAL, date(2026, 4, 1))
    over = make_person(second, by, PROBATIONARY, admitted_on=date(2025, 6, 29))
    make_step(over, by, StepCode.APPROVAL, date(2025, 8, 1))
    longer = make_person(second, by, PROBATIONARY, admitted_on=date(2025, 5, 1))
    make_step(longer, by, StepCode.APPROVAL, date(2025, 7, 1))
    make_extension(longer, by, ExtensionKind.PROBATION, date(2026, 5, 6), 6)

    turned = make_person(first, by, PROBATIONARY, admitted_on=date(2025, 3, 1))
    make_step(turned, by, StepCode.APPROVAL, date(2025, 5, 1))
    make_step(turned, by, StepCode.OATH, date(2026, 1, 1))
    make_step(turned, by, StepCode.FULL_VOTE, date(2026, 3, 29), voters=5, votes=5)
    make_person(second, by, FULL, admitted_on=date(2025, 1, 1), full_on=date(2026, 1, 5))  # no vote recorded here
    return root, first, second


def value(text: str, org, window=WINDOW):
    request = parse_request(text)
    return evaluate([request], scope_of_org(org, window.on), window)[request]


NUMBERS = [
    ("发展党员超时限人数", 6),
    ("发展党员超时限人数@预备党员", 2),
    ("谈话超时限的入党申请人数", 2),
    ("培养满一年的积极分子数", 1),
    ("没有培养联系人的积极分子数", 2),
    ("本半年应考察积极分子数", 2),
    ("本半年已考察积极分子数", 1),
    ("本半年未考察积极分子数", 1),
    ("积极分子半年考察率", Decimal("50.0")),
    ("考察超时限的积极分子数", 1),
    ("接收审批超时限的预备党员数", 1),
    ("预备期满未转正人数", 1),
    ("半年内预备期满人数", 1),
    ("转正审批超时限人数", 1),
    ("办理发展党员手续件数", 6),
    ("办理发展党员手续件数#青年", 1),
    ("办理发展党员手续件数@政治审查", 1),
    ("办理发展党员手续人数", 5),
    ("发展党员手续构成", 6),
    ("谈话的入党申请人数", 1),
    ("政治审查的发展对象数", 1),
    ("集中培训的发展对象数", 1),
    ("上级党委预审的发展对象数", 0),
    ("上级党委批准接收的预备党员数", 0),
    ("入党宣誓人数", 1),
    ("上级党委批准转正人数", 0),
    ("考察积极分子人次", 2),
    ("考察过的积极分子数", 1),
    ("积极分子考察结论构成", 2),
    ("延长预备期人数", 1),
    ("转正党员数", 2),
]


def test_figures_equal_what_was_counted_by_hand(office):
    requests = {text: parse_request(text) for text, _ in NUMBERS}
    values = evaluate(requests.values(), scope_of_org(office[0], WINDOW.on), WINDOW)
    assert {text: values[request].number for text, request in requests.items()} == dict(NUMBERS)


def test_every_figure_is_tested_and_has_rows_behind_it(office):
    names = {text.partition("@")[0].partition("#")[0] for text, _ in NUMBERS}
    assert {measure.name for measure in MEASURES} - names == set()
    scope = scope_of_org(office[0], WINDOW.on)
    for text, number in NUMBERS:
        request = parse_request(text)
        rows = evidence(request, scope, WINDOW)
        if isinstance(number, int) and lookup.measure(request.code).unit == "名":
            assert rows.values("member").distinct().count() == number, text
        assert records_behind(request, scope, WINDOW).count() == rows.count()


def test_branches_add_up_and_a_year_takes_both_halves(office):
    root, first, second = office
    parts = [value("发展党员超时限人数", org).number for org in (first, second)]
    assert parts == [3, 3]
    assert value("办理发展党员手续件数", root, Window(Year(2026), date(2026, 12, 31))).number == 7
    assert value("谈话超时限的入党申请人数", root, Window(HalfYear(2026, 1), date(2026, 5, 31))).number == 1


def test_nobody_entered_by_mistake_is_counted(office):
    root, first, _ = office
    names = ("办理发展党员手续件数", "考察积极分子人次", "延长预备期人数", "发展党员超时限人数")
    before = [value(name, root).number for name in names]
    by = make_user(root)
    wrong = make_person(first, by, ACTIVIST, activist_on=date(2025, 6, 30), applied_on=date(2025, 1, 1))
    make_step(wrong, by, StepCode.FILE_ACTIVIST, date(2026, 1, 20))
    make_review(wrong, by, 20261, date(2026, 6, 20))
    assert [value(name, root).number for name in names[:2]] == [number + 1 for number in before[:2]]
    wrong.refresh_from_db()
    annul_member(member=wrong, reason="重复登记", version=wrong.version, by=by, today=date(2026, 7, 1))
    assert [value(name, root).number for name in names] == before


def random_person(chance: random.Random, org, by) -> None:
    """Someone whose stages lie anywhere in three years, with steps, reviews and prolongations at random."""
    stage = chance.choice(list(Stage))
    days = sorted(date(2023, 1, 1) + timedelta(days=chance.randrange(1200)) for _ in range(5))
    days = [day if chance.random() < 0.6 else add_months(day.replace(day=1), 1) - timedelta(days=1) for day in days]
    days = sorted(day + timedelta(days=number) for number, day in enumerate(days))
    stages = list(Stage)[: list(Stage).index(stage) + 1]
    dates: dict[str, Any] = {STAGE_DATES[each]: day for each, day in zip(stages, days, strict=False)}
    member = make_member(org, by, stage=stage, since=days[0], **dates)
    common = {"org": org, "member": member, "created_by": by, "updated_by": by}

    def day() -> date:
        return days[0] + timedelta(days=chance.randrange(1400))

    codes = [StepCode.TALK, StepCode.APPROVAL, StepCode.FULL_VOTE, StepCode.FULL_APPROVAL, StepCode.ARCHIVE]
    for code in codes:
        if chance.random() < 0.5:
            DevelopmentStep.objects.create(step=code, date=day(), **common)
    for about in (20232, 20241, 20242, 20251, 20252, 20261):
        if chance.random() < 0.5:
            when = date(about // 10, 6 if about % 10 == 1 else 12, 20)
            ActivistReview.objects.create(about=about, date=when, result="continue", **common)
    for kind in ExtensionKind:
        if chance.random() < 0.4:
            months = chance.randint(6, 12) if kind == ExtensionKind.PROBATION else 0
            DevelopmentExtension.objects.create(kind=kind, months=months, date=day(), **common)


OF_LABEL = {
    "派人谈话": "谈话超时限的入党申请人数",
    "上级党委审批接收": "接收审批超时限的预备党员数",
    "预备期满，讨论转正": "预备期满未转正人数",
    "上级党委审批转正": "转正审批超时限人数",
}


@pytest.mark.parametrize("seed", range(3))
def test_the_database_and_the_pure_function_agree_on_every_day(seed):
    chance = random.Random(seed)
    org = make_org(make_org(kind=OrgKind.COMMITTEE))
    by = make_user(org)
    for _ in range(40):
        random_person(chance, org, by)
    assert Member.objects.count() == Standing.objects.values("member").distinct().count() == 40
    days = [date(2024, 2, 29), date(2024, 3, 1), date(2025, 6, 30), date(2025, 7, 1), date(2026, 2, 28)]
    seen = 0
    for on in [*days, *(date(2024, 1, 1) + timedelta(days=chance.randrange(900)) for _ in range(12))]:
        window, scope = Window(Year(on.year), on), scope_of_org(org, on)
        found = people(standings_in(scope, on).order_by("pk"), on, rules_on(on))
        late = [
            each.label
            for person in found
            for each in person.progress.running
            if each.is_deadline and each.light(on, 30)[0] == "red"
        ]
        for label, name in OF_LABEL.items():
            assert value(name, org, window).number == late.count(label), (on, name)
        reviews = sum(label.endswith("考察") for label in late)
        assert value("考察超时限的积极分子数", org, window).number == reviews, on
        overdue = sum(person.progress.is_overdue for person in found)
        assert value("发展党员超时限人数", org, window).number == overdue, on
        contacts = sum(person.progress.lacks_contact for person in found)
        assert value("没有培养联系人的积极分子数", org, window).number == contacts
        seen += overdue
    assert seen > 50
