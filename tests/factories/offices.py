"""A whole office with invented records of every kind, drawn by chance from a seed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from partywork.accounts.models import User
from partywork.appraisal.enums import Grade
from partywork.appraisal.queries import roster_on
from partywork.dues.enums import ConsentKind, DuesBasis, PublicationWay
from partywork.dues.reductions import decide_reduction
from partywork.entries.actions import cancel_entry
from partywork.meetings.enums import AbsenceReason, LecturerRank, MeetingKind, TopicTag
from partywork.meetings.lines import Lines as MeetingLines
from partywork.members.corrections import annul_member
from partywork.members.enums import PARTY_STAGES, Closing, Education, Flag, Gender, Opening, Stage
from partywork.members.models import Member
from partywork.members.movements import leave, transfer_within
from partywork.members.queries import current_standing, roster
from partywork.orgs.actions import (
    add_tag,
    change_profile,
    create_group,
    dissolve_organisation,
    move_organisation,
    remove_tag,
)
from partywork.orgs.enums import OrgKind, Sector
from partywork.orgs.models import Organisation, PartyGroup, Profile
from partywork.plans.actions import cancel_plan, complete_plan
from partywork.rectification.actions import add_progress, extend, reopen, request_closure, review_closure
from partywork.rectification.enums import WEAK_ORGANISATION, Decision, Level, ProblemSource, State
from partywork.rectification.models import RectificationItem
from partywork.visits.enums import (
    FundSource,
    GiftKind,
    ObjectKind,
    Occasion,
    TalkKind,
    TalkPair,
    VisitKind,
    VisitorRank,
)
from partywork.worklog.actions import Lines as WorkLines
from partywork.worklog.enums import WorkKind
from partywork.worklog.lines import LineData
from tests.factories.appraisal import make_appraisal, make_life_meeting
from tests.factories.committees import make_term
from tests.factories.dues import (
    make_consent,
    make_month,
    make_publication,
    make_reduction,
    make_remittance,
    make_standard,
    make_voluntary,
)
from tests.factories.meetings import make_meeting
from tests.factories.members import make_flag, make_member
from tests.factories.orgs import make_org, make_user
from tests.factories.plans import make_indicator, make_plan, make_value
from tests.factories.rectification import make_item
from tests.factories.visits import make_condolence, make_talk, make_visit
from tests.factories.worklog import make_work

FIRST, LAST = date(2025, 7, 1), date(2026, 6, 30)
TODAY = date(2026, 7, 1)
TAGS = ["", "", "进社区", "示范点", "督查"]


@dataclass
class Office:
    """A committee with a general branch, branches that were founded late, moved and dissolved, and a stranger."""

    root: Organisation
    middle: Organisation
    branches: list[Organisation]
    elsewhere: Organisation
    by: User
    chance: Random
    indicators: list[Any] = field(default_factory=list)

    @property
    def everyone(self) -> list[Organisation]:
        return [self.root, self.middle, *self.branches, self.elsewhere]

    def day(self, org: Organisation) -> date:
        """A day on which ``org`` existed."""
        first, last = max(FIRST, org.founded_on), min(LAST, org.dissolved_on - timedelta(days=1))
        return first + timedelta(days=self.chance.randrange((last - first).days + 1))


def make_office(seed: int, records: int = 12) -> Office:
    """The same office for the same seed; ``records`` of each kind an organisation."""
    office = _organisations(Random(seed))
    office.indicators = [make_indicator(office.root, office.by, since=FIRST), _foreign_indicator(office)]
    for branch in [*office.branches, office.elsewhere]:
        _people(office, branch)
    for org in office.everyone:
        for make in (_meeting, _visit, _talk, _work, _item, _plan, _value):
            for _ in range(office.chance.randrange(records // 2, records + 1)):
                make(office, org)
    for org in office.everyone:
        _beside_the_dues(org, office.by, Random(f"{seed}-{office.everyone.index(org)}-dues"))
    _outcomes(office)
    _dissolve_one(office)
    return office


def _outcomes(office: Office) -> None:
    """Leaders of two branches, one of them visited, and what a yearly meeting of each branch came to."""
    for org, leader in ((office.branches[0], "方某"), (office.branches[1], "聂某"), (office.elsewhere, "方某")):
        profile = Profile.objects.filter(org=org).latest("since").copy_for(date(2026, 2, 1))
        profile.contact_leader = leader
        change_profile(profile=profile, on=date(2026, 2, 1), by=office.by)
    facts: dict[str, Any] = {"kind": VisitKind.CONTACT_POINT, "object_kind": ObjectKind.GRASSROOTS}
    make_visit(office.root, office.by, date(2026, 5, 6), object_name=office.branches[0].short_name, **facts)
    for org in [*office.branches, office.elsewhere]:
        day = max(date(2026, 2, 20), org.founded_on + timedelta(days=20))
        people = [each.member for each in roster_on(org, day) if each.is_graded]
        grades = {member: office.chance.choice(list(Grade)) for member in people}
        make_appraisal(org, office.by, grades, meeting=make_life_meeting(org, office.by, day, hours=2))


def _organisations(chance: Random) -> Office:
    root = make_org(kind=OrgKind.COMMITTEE)
    middle = make_org(root, kind=OrgKind.GENERAL_BRANCH)
    by = make_user(root)
    branches = [
        make_org(root),
        make_org(middle, sector=Sector.PRIVATE_ENTERPRISE),
        make_org(middle, founded_on=date(2026, 4, 8), sector=Sector.VILLAGE),
        make_org(root, kind=OrgKind.JOINT_BRANCH),
        make_org(root, sector=Sector.SCHOOL),
    ]
    move_organisation(org=branches[3], parent=middle, on=date(2026, 3, 3), by=by)
    elsewhere = make_org(kind=OrgKind.BRANCH)
    tag = add_tag(org=branches[0], tag="软弱涣散", since=date(2025, 9, 1), by=by)
    remove_tag(tag=tag, on=date(2026, 4, 1), by=by)
    add_tag(org=branches[1], tag="示范点", since=date(2026, 2, 1), by=by)
    create_group(group=PartyGroup(org=branches[0], name="第一党小组", since=date(2026, 2, 10)), by=by)
    for number, day in enumerate((date(2022, 12, 1), date(2026, 1, 20)), 1):
        make_term(branches[0], by, day, number=number)
    make_term(branches[1], by, date(2023, 5, 1))
    return Office(root, middle, branches, elsewhere, by, chance)


def _foreign_indicator(office: Office) -> Any:
    return make_indicator(office.elsewhere, office.by, "覆盖率", since=FIRST)


def _beside_the_dues(org: Organisation, by: User, chance: Random) -> None:
    """Reductions, consents, voluntary payments, remittances and publications; drawn apart from all else."""
    for month in (202602, 202605):
        day = date(2026, month % 100, chance.randint(20, 28))
        if org.founded_on > day:
            continue
        make_remittance(org, by, month, month, day, chance.randrange(1, 100_000), remark="旧账")
        make_publication(org, by, day, 2025, way=chance.choice([*PublicationWay]))
        for member in roster(org, day).filter(org=org, dues_standards__year=2026, dues_standards__monthly_fen__gt=0):
            make_voluntary(member, by, day, chance.choice([50_000, 200_000]))
            make_consent(member, by, ConsentKind.LATE, month, month, day)
            reduction = make_reduction(member, by, month, month, monthly_fen=0, studied_on=day)
            if chance.random() < 0.7:
                decide_reduction(
                    reduction=reduction, version=1, approve=chance.random() < 0.7, decided_on=day, opinion="研究过",
                    by=by, today=TODAY,
                )  # fmt: skip


def _dissolve_one(office: Office) -> None:
    last = office.branches[4]
    for member in list(Member.objects.filter(org=last)):
        now = current_standing(member)
        if now is not None and now.since < date(2026, 6, 1):
            leave(
                member=member, closing=Closing.TRANSFER_OUT, on=date(2026, 6, 1), note="外地", version=member.version,
                by=office.by, today=TODAY,
            )  # fmt: skip
    dissolve_organisation(org=last, on=date(2026, 6, 15), reason="合并", by=office.by)


def _people(office: Office, branch: Organisation) -> None:
    chance, by = office.chance, office.by
    people = []
    for number in range(chance.randrange(3, 7)):
        people.append(_person(office, branch, number))
    for member in people:
        now = current_standing(member)
        if now is None or now.stage not in PARTY_STAGES:
            continue
        if chance.random() < 0.6:
            make_standard(member, by, base_fen=chance.randrange(200_000, 1_500_000))
        else:
            make_standard(member, by, basis=DuesBasis.FIXED)
        for month in [202511, 202512, 202601, 202602, 202603, 202604, 202605]:
            if now.since <= date(month // 100, month % 100, 28):
                paid = chance.choice([None, date(2026, 5, 20), date(2026, 6, chance.randrange(1, 31))])
                due = chance.choice([0, 1_250, 4_000])
                make_month(member, by, month, due=due, paid_on=paid if due else None)
        if chance.random() < 0.5:
            make_flag(member, by, chance.choice([Flag.FLOATING, Flag.HARDSHIP, Flag.VETERAN]), now.since)
    _movements(office, branch, people)


def _person(office: Office, branch: Organisation, number: int) -> Member:
    """Someone at a random stage; a full member may have turned full inside the period."""
    chance = office.chance
    stage = chance.choice([*Stage, Stage.FULL, Stage.FULL])
    since = branch.founded_on
    dates: dict[str, Any] = {}
    if stage == Stage.FULL and chance.random() < 0.7:
        turned = office.day(branch)
        dates = {"admitted_on": turned.replace(year=turned.year - 1, day=1), "full_on": turned}
        since = max(since, dates["admitted_on"])
    elif stage == Stage.PROBATIONARY:
        since = max(since, office.day(branch))
        dates = {"admitted_on": since}
    return make_member(
        branch, office.by, stage=stage, since=since, name=f"党员{'甲乙丙丁戊己庚'[number]}{branch.pk}",
        opening=chance.choice([Opening.RECORDED, Opening.TRANSFER_IN]), gender=chance.choice(list(Gender)),
        education=chance.choice(["", *Education]), ethnicity=chance.choice(["汉族", "回族"]),
        born_on=chance.choice([None, date(1950, 2, 28), date(1976, 2, 29), date(1990, 6, 30), date(2000, 1, 1)]),
        **dates,
    )  # fmt: skip


def _movements(office: Office, branch: Organisation, people: list[Member]) -> None:
    """One person is entered by mistake, one moves to another branch, one leaves."""
    wrong = _person(office, branch, 6)
    annul_member(member=wrong, reason="重复登记", version=wrong.version, by=office.by, today=TODAY)
    steps: list[Callable[[Member, date], Any]] = [
        lambda one, on: transfer_within(
            member=one, org=office.branches[0], group=None, on=on, note="", version=one.version, by=office.by,
            today=TODAY,
        ),
        lambda one, on: leave(
            member=one, closing=Closing.DECEASED, on=on, note="", version=one.version, by=office.by, today=TODAY
        ),
    ]  # fmt: skip
    for step, member in zip(steps, people, strict=False):
        now = current_standing(member)
        on = date(2026, 5, 25)
        if now is not None and now.since < on and branch not in (office.branches[0], office.elsewhere):
            member.refresh_from_db()
            step(member, on)


def _maybe_cancel(office: Office, entry: Any) -> None:
    if office.chance.random() < 0.15:
        cancel_entry(entry=entry, version=entry.version, reason="重复登记", by=office.by)


def _meeting(office: Office, org: Organisation) -> None:
    chance = office.chance
    day = office.day(org)
    here = list(roster(org, day)[:2])
    topics = [(f"议题{chance.randrange(4)}", chance.choice(["", *TopicTag])) for _ in range(chance.randrange(3))]
    absences = [(member, chance.choice(list(AbsenceReason))) for member in here[: chance.randrange(3)]]
    materials = [f"材料{chance.randrange(3)}"] if chance.random() < 0.5 else []
    meeting = make_meeting(
        org, office.by, day, *chance.sample(list(MeetingKind), chance.randrange(1, 4)),
        lines=MeetingLines(topics, materials, absences), expected=10, present=chance.randrange(9),
        lecturer=chance.choice(["周老师", "吴老师"]), lecturer_rank=chance.choice(["", *LecturerRank]),
        tag=chance.choice(TAGS), place=chance.choice(["", "会议室", "广场"]), hours=chance.randrange(3),
    )  # fmt: skip
    _maybe_cancel(office, meeting)


def _visit(office: Office, org: Organisation) -> None:
    chance, day = office.chance, office.day(org)
    facts: dict[str, Any] = {
        "object_kind": chance.choice([each for each in ObjectKind if each != ObjectKind.ENTERPRISE]),
        "object_name": f"对象{chance.randrange(5)}", "visitor_rank": chance.choice(["", *VisitorRank]),
        "people_reached": chance.randrange(1, 9), "tag": chance.choice(TAGS), "occasion": chance.choice(list(Occasion)),
        "needs": chance.choice(["", "修路灯", "修路灯\n装扶手"]),
    }  # fmt: skip
    if chance.random() < 0.4:
        gift = {"gift_kind": chance.choice(list(GiftKind)), "fund_source": chance.choice(["", *FundSource])}
        visit = make_condolence(org, office.by, day, amount_fen=chance.randrange(1, 99_999), **facts, **gift)
    else:
        kind = chance.choice([each for each in VisitKind if each != VisitKind.CONDOLENCE])
        visit = make_visit(org, office.by, day, kind=kind, households=chance.randrange(4), **facts)
    _maybe_cancel(office, visit)


def _talk(office: Office, org: Organisation) -> None:
    chance = office.chance
    talk = make_talk(
        org, office.by, office.day(org), kind=chance.choice(list(TalkKind)), pair=chance.choice(list(TalkPair)),
        people=chance.randrange(1, 4), tag=chance.choice(TAGS),
    )  # fmt: skip
    _maybe_cancel(office, talk)


def _work(office: Office, org: Organisation) -> None:
    chance = office.chance
    quantity = LineData("展板", chance.choice([0, 3_500, 12_000]), "块", chance.choice([None, 35_000]))
    reports = LineData("举报", chance.choice([0, 2_000]), "件", None)
    lines = WorkLines(
        quantities=[quantity, reports][: chance.randrange(3)], partners=["青禾学校", "河畔银行"][: chance.randrange(3)]
    )
    members = chance.randrange(4)
    work = make_work(
        org, office.by, office.day(org), chance.choice(list(WorkKind)), lines=lines, items=chance.randrange(4),
        people=8, served=chance.randrange(30), hours=chance.randrange(5), members_taking_part=members,
        members_due=chance.choice([None, members, 7]), tag=chance.choice(TAGS),
        title=chance.choice(["警示教育片", "督查回头看", "清理楼道堆物"]),
        status=chance.choice(["done", "done", "planned"]),
    )  # fmt: skip
    _maybe_cancel(office, work)


def _item(office: Office, org: Organisation) -> None:
    chance = office.chance
    day = office.day(org)
    weak = chance.random() < 0.2
    item = make_item(
        org, office.by, day, source=chance.choice(list(ProblemSource)), level_raised=chance.choice(["", *Level]),
        category=WEAK_ORGANISATION if weak else chance.choice(["", "作风"]), subject_org=org if weak else None,
        due_on=day + timedelta(days=chance.randrange(60)),
    )  # fmt: skip
    _step(office, item)
    _maybe_cancel(office, item)


def _step(office: Office, item: RectificationItem) -> None:
    """Some items stay as raised; others are worked on, closed, prolonged or taken up again."""
    chance, last = office.chance, item.date
    common: dict[str, Any] = {"by": office.by, "today": TODAY}

    def later() -> date:
        nonlocal last
        last = min(last + timedelta(days=chance.randrange(40)), LAST)
        return last

    if chance.random() < 0.7:
        add_progress(item=item, text="已部署", on=later(), version=item.version, **common)
    if chance.random() < 0.3:
        extend(item=item, due_on=date(2026, 12, 1), reason="工程延期", version=item.version, **common)
        last = TODAY
    if chance.random() < 0.6:
        request_closure(item=item, text="已办结", on=later() if last < TODAY else TODAY, version=item.version, **common)
        on = later() if last < TODAY else TODAY
        review_closure(
            item=item, decision=chance.choice(list(Decision)), text="看过现场", on=on, version=item.version, **common
        )
    if item.state == State.CLOSED and chance.random() < 0.2:
        reopen(item=item, reason="问题反弹", version=item.version, **common)


def _plan(office: Office, org: Organisation) -> None:
    chance = office.chance
    item = make_plan(org, office.by, office.day(org), theme=chance.choice(["", "党费", "三会一课"]))
    drawn = chance.random()
    if drawn < 0.5:
        complete_plan(item=item, version=item.version, done_on=office.day(org), result="", by=office.by, today=TODAY)
    elif drawn < 0.7:
        cancel_plan(item=item, version=item.version, reason="并入另一项", by=office.by)


def _value(office: Office, org: Organisation) -> None:
    chance = office.chance
    indicator = office.indicators[1 if org == office.elsewhere else 0]
    number = chance.randrange(5_000)
    value = make_value(
        indicator, office.by, office.day(org), number, org=org, tag=chance.choice(TAGS),
        denominator_milli=chance.choice([None, number + 1_000]),
    )  # fmt: skip
    _maybe_cancel(office, value)
