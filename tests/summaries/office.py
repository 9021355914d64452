"""A small made-up office: a working committee with two branches and a half-year of meetings."""

from dataclasses import dataclass
from datetime import date

from partywork.accounts.models import User
from partywork.common.periods import HalfYear
from partywork.meetings.enums import LecturerRank, MeetingKind
from partywork.meetings.lines import Lines
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import Organisation
from summaries.facts import Order
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org, make_user

COMMITTEE, GENERAL, LECTURE, THEME = (
    MeetingKind.COMMITTEE,
    MeetingKind.GENERAL,
    MeetingKind.LECTURE,
    MeetingKind.THEME_DAY,
)
PERIOD = HalfYear(2026, 1)
DATA_DATE = date(2026, 6, 30)


@dataclass(frozen=True)
class Office:
    root: Organisation
    steady: Organisation  # holds everything the regulation asks for
    lagging: Organisation  # one 支委会, nothing else
    by: User


def make_office() -> Office:
    root = make_org(kind=OrgKind.WORKING_COMMITTEE, name="青禾街道党工委", code="QH")
    steady = make_org(root, name="青禾第一社区党支部", code="QH-01")
    lagging = make_org(root, name="青禾第二社区党支部", code="QH-02")
    by = make_user(root)
    for month in range(1, 7):
        make_meeting(steady, by, date(2026, month, 10), COMMITTEE, present=3, expected=3)
        make_meeting(steady, by, date(2026, month, 20), THEME, title=f"第{month}期清洁家园")
    for month in (2, 5):
        make_meeting(steady, by, date(2026, month, 25), GENERAL, LECTURE, lecturer_rank=LecturerRank.SECRETARY)
    make_meeting(lagging, by, date(2026, 3, 5), COMMITTEE, present=2, expected=4)
    make_meeting(
        root, by, date(2026, 4, 8), MeetingKind.STUDY_CENTRE, present=8, expected=9,
        lines=Lines(topics=[("基层治理", "")], materials=["党章", "支部工作条例"]),
    )  # fmt: skip
    return Office(root, steady, lagging, by)


def order(org: Organisation, period=PERIOD, data_date: date = DATA_DATE) -> Order:
    return Order(org, period, data_date, "standard", date(2026, 7, 1))
