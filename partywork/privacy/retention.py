"""What is kept how long: details that are no longer needed are found by rules, and erased when somebody decides so.

How long is a rule like any other (``fixtures/rules.json``; a unit may lay down its own), by 个人信息保护法第十九条、
第四十七条. The record stays, and with it every count: a half-year of before recomputes to the same figures.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from partywork.access.scope import Scope, restrict
from partywork.accounts.models import User
from partywork.audit.beside import erase
from partywork.audit.models import AuditEvent
from partywork.audit.recorder import action, record_bulk
from partywork.common.periods import add_months
from partywork.members.enums import Closing
from partywork.members.models import Member, MemberFlag, Standing
from partywork.orgs.dated import FOREVER
from partywork.orgs.models import Organisation
from partywork.rules.models import Rule
from partywork.rules.queries import rules_for
from partywork.visits.models import Visit

GONE = "已清除"  # one for each need that was raised, so that their number stays
BLOCK = 500
EVERYWHERE = None


@dataclass(frozen=True)
class Retained:
    """``code`` is the rule that says for how many months; ``due`` gives what is older than a day and still there."""

    code: str
    unit: str
    what: str
    due: Callable[[date], QuerySet[Any]]
    wipe: Callable[[list[int], datetime], None]


def left_people(before: date) -> QuerySet[Member]:
    """Who left by then for good and still has something of it on record."""
    real = ~Q(standings__closing=Closing.MISTAKE)
    here = Standing.objects.real().filter(member=OuterRef("pk"), until=FOREVER)
    suspended = Standing.objects.filter(member=OuterRef("pk"), closing=Closing.SUSPENDED, final="")
    held = ~Q(id_number_index="") | ~Q(phone_index="") | ~Q(residence="") | ~Q(remark="")
    people = Member.objects.filter(held, ~Exists(here), ~Exists(suspended))
    return people.annotate(left_on=Max("standings__until", filter=real)).filter(left_on__lte=before)


def _wipe_people(numbers: list[int], at: datetime) -> None:
    """Numbers, address and remarks, what was said of circumstances, and what edits of all that left in the log."""
    Member.objects.filter(pk__in=numbers).update(
        id_number="",
        id_number_index="",
        phone="",
        phone_index="",
        residence="",
        remark="",
        version=F("version") + 1,
    )
    MemberFlag.objects.filter(member__in=numbers).exclude(note="").update(note="")
    erase(AuditEvent.objects.filter(subject_type=Member._meta.label_lower, subject_id__in=numbers), at)


def old_visits(before: date) -> QuerySet[Visit]:
    told = ~Q(situation="") | ~Q(answer="") | (~Q(needs="") & ~Q(needs__startswith=GONE))
    return Visit.objects.filter(told, date__lte=before)


def _wipe_visits(numbers: list[int], at: datetime) -> None:  # noqa: ARG001  nothing of a visit lies in the log
    rows = Visit.objects.filter(pk__in=numbers)
    for count in rows.order_by().values_list("needs_count", flat=True).distinct():
        needs = "；".join([GONE] * count)
        rows.filter(needs_count=count).update(situation="", answer="", needs=needs, version=F("version") + 1)


RETAINED = (
    Retained("privacy.left_months", "人", "证件号码、电话、住址和备注", left_people, _wipe_people),
    Retained("privacy.visit_months", "条", "走访情况、诉求和答复的内容", old_visits, _wipe_visits),
)


@dataclass(frozen=True)
class Due:
    """What one rule makes due in a scope: its rule as it holds in general, and the rows."""

    retained: Retained
    rule: Rule
    numbers: list[int]

    @property
    def text(self) -> str:
        return f"{self.rule.title}（{self.rule.shown}）：{len(self.numbers)}{self.retained.unit}的{self.retained.what}"


def due_in(scope: Scope, on: date) -> list[Due]:
    """Rule by rule, also those that make nothing due."""
    book = rules_for(on=on)
    return [Due(each, book.rule(each.code), _numbers(each, scope, on)) for each in RETAINED]


def _numbers(retained: Retained, scope: Scope, on: date) -> list[int]:
    """By the unit's own rule where it has one."""
    general = add_months(on, -rules_for(on=on).number(retained.code))
    if not Rule.objects.filter(code=retained.code, org__isnull=False).exists():
        return list(restrict(retained.due(general), scope).order_by("pk").values_list("pk", flat=True))
    found: list[int] = []
    candidates = restrict(retained.due(on), scope)
    for org in Organisation.objects.filter(pk__in=candidates.order_by().values("org").distinct()):
        before = add_months(on, -rules_for(on=on, org=org).number(retained.code))
        found += restrict(retained.due(before), scope).filter(org=org).values_list("pk", flat=True)
    return sorted(found)


@action
def erase_due(*, due: Due, on: date, at: datetime, by: User | None) -> int:
    """Wipe what is due; the chain keeps how many and a digest over their numbers, nothing of the content."""
    for start in range(0, len(due.numbers), BLOCK):
        due.retained.wipe(due.numbers[start : start + BLOCK], at)
    if due.numbers:
        record_bulk(
            by=by,
            action="privacy.erase",
            model=due.retained.due(on).model,
            rows=[[due.retained.code, number] for number in due.numbers],
            summary=f"清除到期的个人信息：{due.text}",
        )
    return len(due.numbers)


def drop_old_sessions(at: datetime) -> int:
    """Sessions that have ended; Django leaves them lying."""
    return Session.objects.filter(expire_date__lt=at).delete()[0]
