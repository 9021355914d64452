"""Who stood where, told by the list of what happened and by nothing else: no table, no span, no product code.

A person is a list of changes in the order they count. Where someone stands on a day is the last change up to it.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

PARTY = ("probationary", "full")
NEXT = {"applicant": "activist", "activist": "candidate", "candidate": "probationary", "probationary": "full"}
LEAVE = {
    "transfer_out": ("applicant", "activist", "candidate", *PARTY),
    "deceased": ("applicant", "activist", "candidate", *PARTY),
    "discontinued": ("applicant", "activist", "candidate"),
    "probation_cancelled": ("probationary",),
    **dict.fromkeys(("resigned", "expelled", "removed", "lapsed", "suspended"), PARTY),
}
BACK = {"transfer_in": ("transfer_out",), "readmitted": ("suspended", "expelled", "removed", "lapsed")}
ANEW = ("resigned", "expelled", "removed", "lapsed", "probation_cancelled", "discontinued")
OUT = ("resigned", "expelled", "removed", "lapsed")


@dataclass
class Change:
    """From ``day`` on: in this branch, group and stage; or, without a branch, off the books because of ``why``."""

    day: date
    why: str
    org: Any = None
    group: Any = None
    stage: str = ""
    final: str = ""  # what became of someone suspended, and when
    final_on: date | None = None


@dataclass
class Circumstance:
    flag: str
    since: date
    until: date = date.max
    cut: bool = False


@dataclass
class Person:
    name: str
    changes: list[Change]
    flags: list[Circumstance] = field(default_factory=list)
    later: bool = False
    void: bool = False

    @property
    def last(self) -> Change:
        return self.changes[-1]

    @property
    def is_here(self) -> bool:
        return not self.void and self.last.org is not None

    @property
    def left(self) -> str:
        return self.last.final or self.last.why

    @property
    def gone(self) -> date:
        return self.last.final_on or self.last.day

    def on(self, day: date) -> Change | None:
        known = [change for change in self.changes if change.day <= day] if not self.void else []
        return known[-1] if known and known[-1].org else None

    def is_party(self, day: date) -> bool:
        now = self.on(day)
        return now is not None and now.stage in PARTY

    def fits(self) -> bool:
        """Whether every circumstance holds on days of membership only."""
        return all(
            self.is_party(day)
            for flag in self.flags
            for day in [flag.since, *(change.day for change in self.changes if flag.since < change.day < flag.until)]
        )

    def before(self, change: Change) -> Change:
        return self.changes[self.changes.index(change) - 1]


def heads(people: list[Person], day: date, *stages: str, org: Any = None, group: Any = None) -> list[str]:
    """Names of those at these stages on the day, of one branch or group where one is given."""
    found = [(person.name, now) for person in people if (now := person.on(day)) and now.stage in stages]
    if org is not None:
        found = [(name, now) for name, now in found if now.org == org]
    if group is not None:
        found = [(name, now) for name, now in found if now.group == group]
    return sorted(name for name, _ in found)


def with_flag(people: list[Person], day: date, flag: str, org: Any = None) -> int:
    """How many of them, or of one branch, are in this circumstance on the day."""
    there = [(person, now) for person in people if (now := person.on(day))]
    held = [now for person, now in there if any(f.flag == flag and f.since <= day < f.until for f in person.flags)]
    return sum(org is None or now.org == org for now in held)


def flows(people: list[Person], first: date, last: date) -> dict[str, int]:
    """How many came, left and changed between two days, by the product's names of those figures."""
    counts = dict.fromkeys(NAMES, 0)
    for person in (each for each in people if not each.void):
        for change in person.changes:
            if change.final and change.final_on and first <= change.final_on <= last and change.final in OUT:
                counts["停止党籍后除名人数"] += 1
            if not first <= change.day <= last:
                continue
            for name in _names_of(change, person):
                counts[name] += 1
    return counts


BEGUN = {
    "applicant": "新递交入党申请书人数", "activist": "新确定积极分子数", "candidate": "新确定发展对象数",
    "probationary": "接收预备党员数", "full": "转正党员数",
}  # fmt: skip
CAME = {"transfer_in": ["转入党员数"], "move": ["支部间调入党员数", "支部间调出党员数"], "readmitted": ["恢复党籍人数"]}
WENT = {
    "transfer_out": "转出党员数", "deceased": "去世党员数", "suspended": "停止党籍人数",
    "probation_cancelled": "取消预备党员资格人数", **dict.fromkeys(OUT, "出党人数"),
}  # fmt: skip
NAMES = [*BEGUN.values(), *(name for names in CAME.values() for name in names), *dict.fromkeys(WENT.values()),
         "停止党籍后除名人数"]  # fmt: skip


def _names_of(change: Change, person: Person) -> list[str]:
    if change.org is None:
        was = person.before(change).stage
        return [WENT[change.why]] if was in PARTY and change.why in WENT else []
    if change.why == "stage":
        return [BEGUN[change.stage]]
    return CAME.get(change.why, []) if change.stage in PARTY else []
