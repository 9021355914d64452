"""What can be true of a meeting but seldom is: its author reads it first (truthful-text, against empty recording).

The numbers are the rules' as of the meeting's day.
"""

from datetime import date

from django.db.models import Q

from partywork.committees.queries import committee_size
from partywork.common.doubts import Doubt
from partywork.entries.checks import day_doubts
from partywork.entries.enums import Status
from partywork.meetings.enums import AbsenceReason, MeetingKind
from partywork.meetings.lines import Lines
from partywork.meetings.models import Meeting
from partywork.members.enums import PARTY_STAGES, Stage
from partywork.members.queries import stages_on
from partywork.orgs.enums import BRANCH_KINDS
from partywork.rules.queries import RuleBook, rules_for
from partywork.rules.values import Share

# Who should come to these is on the roster; to a 支委会 or a joint meeting come others.
OF_THE_ROSTER = (
    MeetingKind.GENERAL, MeetingKind.GROUP, MeetingKind.LECTURE, MeetingKind.THEME_DAY, MeetingKind.LIFE,
    MeetingKind.APPRAISAL,
)  # fmt: skip
NO_VOTE = "人数填错的请改正；确实没有达到的可以照实保存，但按规定不能表决。"


def doubts_about(meeting: Meeting, lines: Lines, today: date) -> list[Doubt]:
    """Everything worth a second look, in the order of the form."""
    if meeting.status == Status.CANCELLED:
        return []
    book = rules_for(on=meeting.date, org=meeting.org)
    people = _People(meeting, lines)
    return [
        *day_doubts(meeting, today, book),
        *_alike(meeting, lines),
        *_beyond_roster(meeting, people),
        *_committee_quorum(meeting, book),
        *_quorum(meeting, people, book),
        *_votes(meeting, lines, people, book),
        *_same_minutes(meeting),
    ]


class _People:
    """Who is on the books that day, and how many with a vote came at most. 预备党员 have no vote."""

    def __init__(self, meeting: Meeting, lines: Lines) -> None:
        self.is_branch = meeting.org.kind in BRANCH_KINDS
        stages = stages_on(meeting.org, meeting.date, meeting.group) if self.is_branch else {}
        self.roster = sum(stage in PARTY_STAGES for stage in stages.values())
        full = sum(stage == Stage.FULL for stage in stages.values())
        self.voters = full if meeting.voters_expected is None else meeting.voters_expected
        if meeting.voters_present is not None:
            self.voting = meeting.voters_present
            return
        away = [stages.get(member.pk) for member, reason in lines.absences if reason != AbsenceReason.LATE]
        unnamed = max(0, meeting.expected - meeting.present - len(away))
        probationary = self.roster - full - away.count(Stage.PROBATIONARY)
        absent = away.count(Stage.FULL) + max(0, unnamed - probationary)
        self.voting = max(0, min(meeting.present, self.voters - absent))


def _alike(meeting: Meeting, lines: Lines) -> list[Doubt]:
    """Same unit, day and kind, and a topic in common; groups of one branch may well meet on one day."""
    kinds = Q(*[(kind, True) for kind in meeting.kinds], _connector=Q.OR)
    texts = [text for text, _ in lines.topics]
    others = Meeting.objects.filter(kinds, org=meeting.org, date=meeting.date, topics__text__in=texts)
    others = others.exclude(status=Status.CANCELLED).exclude(key=meeting.key)  # the other half of a double click
    if meeting.group_id:
        others = others.filter(Q(group=None) | Q(group=meeting.group_id))
    other = others.select_related("created_by").first()
    if other is None:
        return []
    who = f"{other.kinds_text}，{other.created_by.full_name}登记"
    return [Doubt("date", f"这一天已经登记过议题相同的会（{who}）。重复的不用再保存；确实开了两次的请核对。")]


def _beyond_roster(meeting: Meeting, people: _People) -> list[Doubt]:
    if not people.is_branch or not any(getattr(meeting, kind) for kind in OF_THE_ROSTER):
        return []
    place = f"{meeting.group}" if meeting.group else "本支部"
    if not people.roster:
        return [Doubt("expected", f"{place}当天名册上没有党员，无法核对应到人数。请先登记党员；先记会议也可以。")]
    if meeting.present <= people.roster:
        return []
    text = f"实到{meeting.present}人多于{place}当天名册上的{people.roster}名党员。"
    return [Doubt("present", f"{text}列席人员填在“列席人数”；名册漏了人的请先补登记。")]


def _committee_quorum(meeting: Meeting, book: RuleBook) -> list[Doubt]:
    code = "meeting.committee.quorum"
    if not meeting.is_committee or any(getattr(meeting, kind) for kind in OF_THE_ROSTER) or not book.has(code):
        return []
    size = committee_size(meeting.org, meeting.date) or meeting.expected
    if book.share(code).met_by(meeting.present, size):
        return []
    text = f"到会委员{meeting.present}人，委员共{size}人，{_short_of(book, code)}。{NO_VOTE}"
    return [Doubt("present", text)]


def _quorum(meeting: Meeting, people: _People, book: RuleBook) -> list[Doubt]:
    code = "meeting.election_quorum" if meeting.is_election else "meeting.general.quorum"
    if not meeting.is_general or not people.voters or not book.has(code):
        return []
    if book.share(code).met_by(people.voting, people.voters):
        return []
    known = "" if meeting.voters_present is not None else "最多"
    text = (
        f"到会有表决权的{known}{people.voting}人，应到有表决权的{people.voters}人，{_short_of(book, code)}。{NO_VOTE}"
    )
    return [Doubt("voters_present", text)]


def _votes(meeting: Meeting, lines: Lines, people: _People, book: RuleBook) -> list[Doubt]:
    code = "meeting.general.vote"
    if not meeting.is_general or not people.voters or not book.has(code):
        return []
    lost = [
        (number, votes)
        for number, votes in enumerate(lines.votes, 1)
        if votes is not None and not book.share(code).met_by(votes, people.voters)
    ]
    return [
        Doubt(
            "topics",
            f"第{number}个议题赞成{votes}票，应到有表决权的{people.voters}人，{_short_of(book, code)}，"
            "按规定没有通过。票数填错的请改正。",
        )
        for number, votes in lost
    ]


def _same_minutes(meeting: Meeting) -> list[Doubt]:
    if not meeting.minutes_mark:
        return []
    others = Meeting.objects.filter(minutes_mark=meeting.minutes_mark).exclude(status=Status.CANCELLED)
    others = others.exclude(org=meeting.org, key=meeting.key)
    other = others.filter(org=meeting.org).order_by("-date").first()
    if other is None and not others.exists():
        return []
    where = f"本组织{other.date:%Y-%m-%d}的{other.kinds_text}" if other else "另一个党组织的一次会议"
    return [Doubt("minutes", f"会议记录和{where}一字不差。请写这一次实际讨论的内容；确实相同的可以保存。")]


def _short_of(book: RuleBook, code: str) -> str:
    """不足二分之一（《…》第十一条), with the number of the rule that holds."""
    rule, share = book.rule(code), book.share(code)
    return f"{_limit(share)}（{rule.citation}）"


def _limit(share: Share) -> str:
    part = f"{share.part}/{share.whole}"
    return f"没有超过{part}" if share.strict else f"不足{part}"
