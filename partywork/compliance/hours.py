"""Training hours of each member: what the branch's meetings offered, less what the member missed."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import BooleanField, ExpressionWrapper

from partywork.committees.models import CommitteePost, CommitteeTerm
from partywork.committees.queries import in_force
from partywork.compliance.gatherings import FOR_ALL
from partywork.entries.enums import Status
from partywork.meetings.enums import AbsenceReason
from partywork.meetings.models import Absence, Meeting
from partywork.members.enums import PARTY_STAGES
from partywork.members.models import Standing
from partywork.orgs.models import Organisation
from partywork.rules.queries import RuleBook

MISSED = (AbsenceReason.LEAVE, AbsenceReason.ABSENT)


class Span(NamedTuple):
    """Someone on the branch's roster for a time."""

    member: int
    name: str
    since: date
    until: date
    group: int | None

    def holds(self, day: date) -> bool:
        return self.since <= day < self.until


@dataclass(frozen=True)
class Hours:
    """One member's hours since the year began."""

    name: str
    done: int
    needed: int

    @property
    def missing(self) -> int:
        return max(self.needed - self.done, 0)


def hours_of(org: Organisation, on: date, rules: RuleBook) -> list[Hours]:
    """The members on the roster of ``on``, those who miss most first. Four queries.

    A meeting counts for who was on the roster (of the group, for a group's meeting) that day and neither on leave
    nor absent; a 支委会 alone counts for those who hold a post. Secretary and committee need more hours.
    """
    holders, spans, missed = _holders(org, on), _spans(org), _missed(org, on)
    done: dict[int, int] = defaultdict(int)
    for meeting, day, hours, group, for_all in _meetings(org, on):
        for span in spans:
            invited = span.holds(day) and group in (None, span.group) and (for_all or span.member in holders)
            if invited and span.member not in missed[meeting]:
                done[span.member] += hours
    of_member, of_leader = rules.number("training.member_hours"), rules.number("training.leader_hours")
    found = [
        Hours(span.name, done[span.member], of_leader if span.member in holders else of_member)
        for span in spans
        if span.holds(on)
    ]
    return sorted(found, key=lambda each: (-each.missing, each.name))


def _holders(org: Organisation, on: date) -> set[int]:
    terms = CommitteeTerm.objects.filter(in_force(on), org=org)
    posts = CommitteePost.objects.on(on).filter(term__in=terms, member__isnull=False)
    return set(posts.values_list("member", flat=True))


def _spans(org: Organisation) -> list[Span]:
    rows = Standing.objects.real().filter(org=org, stage__in=PARTY_STAGES)
    return [Span(*row) for row in rows.values_list("member", "member__name", "since", "until", "group")]


def _meetings(org: Organisation, on: date) -> Any:
    """(id, day, hours, group, whether it was for the whole branch) of this year's meetings with hours."""
    rows = Meeting.objects.filter(org=org, status=Status.DONE, hours__gt=0)
    rows = rows.filter(date__gte=date(on.year, 1, 1), date__lte=on).order_by()
    for_all = ExpressionWrapper(FOR_ALL, output_field=BooleanField())
    return rows.annotate(for_all=for_all).values_list("pk", "date", "hours", "group", "for_all")


def _missed(org: Organisation, on: date) -> dict[int, set[int]]:
    rows = Absence.objects.filter(meeting__org=org, meeting__date__gte=date(on.year, 1, 1), reason__in=MISSED)
    found: dict[int, set[int]] = defaultdict(set)
    for meeting, member in rows.order_by().values_list("meeting", "member"):
        found[meeting].add(member)
    return found
