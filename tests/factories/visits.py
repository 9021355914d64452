"""Visits, condolences and talks."""

from datetime import date
from typing import Any

from partywork.accounts.models import User
from partywork.orgs.models import Organisation
from partywork.visits.actions import log_talk, log_visit
from partywork.visits.enums import GiftKind, ObjectKind, Occasion, TalkKind, TalkPair, VisitKind
from partywork.visits.models import Talk, Visit

TODAY = date(2026, 7, 1)


def make_visit(org: Organisation, by: User, day: date, **extra: Any) -> Visit:
    facts = {
        "kind": VisitKind.VISIT, "object_kind": ObjectKind.RESIDENT, "object_name": "王某一户", "households": 1,
        "people_reached": 2,
    }  # fmt: skip
    return log_visit(visit=Visit(org=org, date=day, **{**facts, **extra}), by=by, today=TODAY, confirmed=True)


def make_condolence(org: Organisation, by: User, day: date, **extra: Any) -> Visit:
    facts = {
        "kind": VisitKind.CONDOLENCE, "object_kind": ObjectKind.HARDSHIP_MEMBER, "object_name": "困难党员3人",
        "households": 3, "people_reached": 3, "occasion": Occasion.SPRING_FESTIVAL, "gift_kind": GiftKind.MONEY,
        "amount_fen": 150_000,
    }  # fmt: skip
    return make_visit(org, by, day, **{**facts, **extra})


def make_talk(org: Organisation, by: User, day: date, **extra: Any) -> Talk:
    facts = {"kind": TalkKind.HEART, "pair": TalkPair.COMMITTEE_MEMBER, "talker": "周某", "people": 1}
    return log_talk(talk=Talk(org=org, date=day, **{**facts, **extra}), by=by, today=TODAY, confirmed=True)
