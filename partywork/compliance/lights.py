"""What an obligation is: whose, what, by when, how it stands and by which rule."""

from datetime import date
from enum import Enum
from typing import NamedTuple

from partywork.common.periods import Period
from partywork.compliance.duties import Duty
from partywork.rules.models import Rule


class Light(Enum):
    MET = "green"
    SOON = "amber"
    OVERDUE = "red"
    OPEN = "muted"  # still time
    HINT = "hint"  # nothing is owed: something on record does not fit a rule and is to be looked at

    @property
    def word(self) -> str:
        return WORDS[self]


WORDS = {Light.OVERDUE: "欠缺", Light.SOON: "临近", Light.HINT: "提示", Light.OPEN: "待办", Light.MET: "已办"}
WORST_FIRST = (Light.OVERDUE, Light.SOON, Light.HINT, Light.OPEN, Light.MET)


class Obligation(NamedTuple):
    """One duty of one organisation. A tuple: a county has two hundred thousand of them on one page."""

    org_id: int
    duty: Duty
    rule: Rule
    title: str
    detail: str  # how it stands, and what to do
    due_on: date
    light: Light
    turn: Period | None = None  # of a recurring duty
    record: int = 0  # of a single record: its id
    group: int = 0  # of a party group: its id


def light_of(is_met: bool, due_on: date, on: date, soon_days: int) -> Light:
    """Green when done; red from the day after it was due; amber in the last ``soon_days`` days before.

    A due day is a calendar day: weekends and holidays shift none.
    """
    if is_met:
        return Light.MET
    if on > due_on:
        return Light.OVERDUE
    return Light.SOON if (due_on - on).days <= soon_days else Light.OPEN


def day(due: date, on: date) -> str:
    """5月31日, with the year where it is another one than that of ``on``."""
    year = "" if due.year == on.year else f"{due.year}年"
    return f"{year}{due.month}月{due.day}日"
