"""The grid of who was not there: everybody on the roster of the day, ticked with a reason, or read off a pasted list.

What a list says is a proposal: it sets the ticks, says what it is unsure of, and nothing is saved.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from partywork.committees.queries import posts_of, term_of
from partywork.common.pinyin import spelling
from partywork.meetings.enums import AbsenceReason
from partywork.members.enums import PARTY_STAGES
from partywork.members.matching import Matched, match
from partywork.members.models import Member, Standing
from partywork.members.signup import Named, Said
from partywork.orgs.models import Organisation, PartyGroup
from partywork.pages.fields import RowsField

PREFIX = "absences"
NAMES_SHOWN = 10  # of those a list does not name
LONGEST_LIST = 20_000  # characters: some thousand names
REASONS = {Said.LEAVE: AbsenceReason.LEAVE, Said.ABSENT: AbsenceReason.ABSENT, Said.LATE: AbsenceReason.LATE}


@dataclass(frozen=True)
class Person:
    """Somebody on the roster of the day; ``about`` says where they sit."""

    pk: int
    name: str
    about: str = ""


@dataclass(frozen=True)
class DayRoster:
    """Who may be ticked on a day, and how many should come: of everybody, and of the committee (0: none logged)."""

    day: date
    people: Sequence[Person] = ()
    size: int = 0
    committee: int = 0


def people_on(org: Organisation, on: date, group: PartyGroup | None = None, *, committee: bool = False) -> list[Person]:
    """The roster of the day by pinyin; with ``committee`` those who sit on it come first. Three queries at most."""
    here = Standing.objects.on(on).filter(org=org, stage__in=PARTY_STAGES).select_related("member", "group")
    here = here.filter(group=group) if group else here
    term = term_of(org, on) if committee else None
    sitting = set(posts_of(term, on).values_list("name", flat=True)) if term else set()
    people = []
    for standing in here.order_by("member_id"):
        member = standing.member
        about = "委员" if member.name in sitting else standing.group.name if standing.group else ""
        people.append(Person(member.pk, member.name, about))
    return sorted(people, key=lambda person: (person.name not in sitting, spelling(person.name)))


class AbsenceGrid(forms.Form):
    """``given``: the reasons already on record by id."""

    away = RowsField(Member.objects.none(), label="谁没到", required=False)
    pasted = forms.CharField(
        label="粘贴接龙或名单",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "data-private": "yes"}),
        help_text="群里的接龙、签到的名字都可以，写了请假、没到的会认出来",
    )
    rest = forms.BooleanField(label="名单里没有的人，都按请假勾上", required=False)

    def __init__(self, data: Any = None, *, roster: DayRoster, given: dict[int, str], is_open: bool) -> None:
        super().__init__(data, prefix=PREFIX)
        self.roster, self.people, self.given, self.is_open = roster, roster.people, given, is_open
        self.matched: Matched | None = None
        away = self.fields["away"]
        away.queryset = Member.objects.filter(pk__in=[person.pk for person in roster.people])  # type: ignore[attr-defined]
        away.error_messages["invalid_choice"] = "勾选的人里有不在当天名册上的，请更新名单后再勾。"

    # --- What is ticked ---

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for member in cleaned.get("away") or ():
            if self.reason(member.pk) not in AbsenceReason.values:
                self.add_error("away", f"请选{member.name}没到的原因。")
        return cleaned

    def reason(self, pk: int) -> str:
        if not self.is_bound:
            return self.given.get(pk, AbsenceReason.LEAVE.value)
        return self.data.get(self.add_prefix(f"reason_{pk}"), AbsenceReason.LEAVE.value)

    def ticked(self) -> set[str]:
        """Ids ticked, as typed."""
        if not self.is_bound:
            return {str(pk) for pk in self.given}
        return set(self.data.getlist(self.add_prefix("away"))) if hasattr(self.data, "getlist") else set()

    def lines(self) -> list[tuple[Member, AbsenceReason]]:
        return [(member, AbsenceReason(self.reason(member.pk))) for member in self.cleaned_data["away"]]

    def rows(self) -> list[dict[str, Any]]:
        ticked, asked = self.ticked(), self.asked()
        return [
            {
                "pk": person.pk, "name": person.name, "about": person.about, "ticked": str(person.pk) in ticked,
                "reason": self.reason(person.pk), "asked": asked.get(person.pk, ""),
            }
            for person in self.people
        ]  # fmt: skip

    @property
    def reasons(self) -> list[tuple[str, Any]]:
        return list(AbsenceReason.choices)

    # --- What a list says ---

    def propose(self) -> None:
        """Set the ticks by the pasted list. Only what is certain is ticked."""
        self.matched = match(
            self.data.get(self.add_prefix("pasted"), "")[:LONGEST_LIST], {p.pk: p.name for p in self.people}
        )
        data = self.data.copy()  # type: ignore[attr-defined]
        ticked = [str(pk) for pk in self.ticked()]
        for found in self.matched.found:
            reason = REASONS.get(found.named.said)
            if reason is None:
                ticked = [pk for pk in ticked if pk != str(found.person)]
            else:
                ticked.append(str(found.person))
                data[self.add_prefix(f"reason_{found.person}")] = reason.value
        if self.data.get(self.add_prefix("rest")):
            ticked += map(str, self.matched.unnamed)
        data.setlist(self.add_prefix("away"), list(dict.fromkeys(ticked)))
        self.data = data

    def asked(self) -> dict[int, str]:
        """By id, what the list may say of somebody, for the user to decide."""
        told: dict[int, list[Named]] = {}
        for unsure in self.matched.unsure if self.matched else ():
            for pk in unsure.people:
                told.setdefault(pk, []).append(unsure.named)
        return {pk: "、".join(_as_written(named) for named in named_all) for pk, named_all in told.items()}

    def outcome(self) -> dict[str, Any] | None:
        """What the list came to, in words; None before there was one."""
        if self.matched is None:
            return None
        name = {person.pk: person.name for person in self.people}
        matched = self.matched
        away = [_as_written(f.named, name[f.person]) for f in matched.found if f.named.said in REASONS]
        here = [name[f.person] for f in matched.found if f.named.said not in REASONS]
        told = [f"{head}：{'、'.join(names)}" for head, names in (("到会", here), ("没到或迟到", away)) if names]
        sounded = [f"“{f.named.name}”按读音认作{name[f.person]}" for f in matched.found if f.by_sound]
        unsure = [
            f"“{_as_written(each.named)}”可能是{'或'.join(name[pk] for pk in each.people)}，请在下面自己勾"
            for each in matched.unsure
        ]
        strangers = [f"“{named.name}”不在当天名册上" for named in matched.strangers]
        unread = [f"没有当作名字：{'；'.join(matched.unread)}"] if matched.unread else []
        unnamed = [name[pk] for pk in matched.unnamed]
        more = f"等{len(unnamed)}人" if len(unnamed) > NAMES_SHOWN else ""
        rest = [f"名单里没有：{'、'.join(unnamed[:NAMES_SHOWN])}{more}"] if unnamed else []
        return {
            "head": f"认出{len(matched.found)}人：到会{len(here)}人，没到或迟到{len(away)}人，已在下面勾好",
            "lines": [*told, *sounded, *unsure, *strangers, *rest, *unread],
        }


def _as_written(named: Named, name: str = "") -> str:
    """As the list has it, under the name on the roster where that is known."""
    return f"{name or named.name}（{named.note}）" if named.note else name or named.name
