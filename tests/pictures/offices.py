"""A committee whose branches were founded late and moved within the year, with some of everything that is drawn."""

from dataclasses import dataclass
from datetime import date

from partywork.accounts.models import User
from partywork.meetings.enums import MeetingKind
from partywork.members.enums import Education, Stage
from partywork.orgs.actions import move_organisation
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import Organisation
from partywork.rectification.enums import State
from tests.factories.dues import make_month
from tests.factories.meetings import make_meeting
from tests.factories.members import make_member
from tests.factories.orgs import make_org, make_user
from tests.factories.rectification import make_item
from tests.factories.visits import make_visit

TODAY = date(2026, 5, 20)
ITEMS = (  # state, deadline
    (State.NOT_STARTED, date(2026, 12, 1)),
    (State.NOT_STARTED, date(2026, 4, 1)),
    (State.UNDER_WAY, date(2026, 4, 1)),
    (State.REQUESTED, date(2026, 12, 1)),
    (State.CLOSED, date(2026, 4, 1)),
)


@dataclass(frozen=True)
class Office:
    root: Organisation
    branch: Organisation
    late: Organisation  # founded in March
    moved: Organisation  # elsewhere until April
    by: User


def make_office() -> Office:
    root, elsewhere = make_org(kind=OrgKind.COMMITTEE), make_org(kind=OrgKind.COMMITTEE)
    branch, late, moved = make_org(root), make_org(root, founded_on=date(2026, 3, 10)), make_org(elsewhere)
    by = make_user(branch)
    for org, first in ((branch, 1), (late, 4), (moved, 1)):
        for month in range(first, 6):
            make_meeting(org, by, date(2026, month, 12), *_kinds(month), expected=4, present=3)
    move_organisation(org=moved, parent=root, on=date(2026, 4, 1), by=None)
    _people(branch, by)
    for number, (state, due_on) in enumerate(ITEMS, 1):
        closed_on = date(2026, 3, 20) if state is State.CLOSED else None
        make_item(branch, by, date(2026, 2, number), state=state, due_on=due_on, closed_on=closed_on)
    make_visit(branch, by, date(2026, 3, 3))
    return Office(root, branch, late, moved, by)


def _kinds(month: int) -> tuple[MeetingKind, ...]:
    every_month = (MeetingKind.COMMITTEE, MeetingKind.THEME_DAY)
    return (*every_month, MeetingKind.GENERAL) if month == 3 else every_month


def _people(branch: Organisation, by: User) -> None:
    payer = make_member(branch, by, born_on=date(1990, 2, 3), education=Education.UNIVERSITY)
    make_member(branch, by, born_on=date(1950, 2, 3), education=Education.JUNIOR)
    make_member(branch, by)  # neither day of birth nor education on record
    make_member(branch, by, stage=Stage.PROBATIONARY, born_on=date(1995, 2, 3))
    make_member(branch, by, stage=Stage.ACTIVIST)
    make_month(payer, by, 202601, paid_on=date(2026, 1, 20))
    make_month(payer, by, 202602, paid_on=date(2026, 4, 2))  # late: not yet in February's rate
    make_month(payer, by, 202603)
