"""Visits and condolences, and talks. Nobody is named."""

from partywork.demo.county.days import half, month
from partywork.demo.county.world import County, Unit
from partywork.demo.county.writing import Table
from partywork.demo.people import SURNAMES
from partywork.demo.visits import ANSWERS, ENTERPRISES, GIFTS, NEEDS, SUMS
from partywork.orgs.enums import NEW_SECTORS
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
from partywork.visits.models import Talk, Visit

COMMON = ["id", "org_id", "key", "created_by_id", "created_at", "updated_by_id", "updated_at", "date", "half", "month",
          "title", "place", "tag"]  # fmt: skip
VISITS, TALKS = 18, 4  # ordinary ones of a branch and year; two condolences and one talk in ten come on top
HEARTS = (TalkPair.COMMITTEE, TalkPair.COMMITTEE_MEMBER, TalkPair.COMMITTEE_MEMBER, TalkPair.MEMBERS)
RANKS = (VisitorRank.SECRETARY, VisitorRank.COMMITTEE_MEMBER, VisitorRank.COMMITTEE_MEMBER, VisitorRank.MEMBER)


class Visits:
    def __init__(self, county: County) -> None:
        self.county, self.random = county, county.random
        self.visits = Table(Visit, [*COMMON, "kind", "object_kind", "object_name", "visitors", "visitor_rank",
                            "visitor_count", "households", "enterprises", "people_reached", "occasion", "gift_kind",
                            "amount_fen", "fund_source", "needs", "needs_count", "answer"])  # fmt: skip
        self.talks = Table(Talk, [*COMMON, "kind", "pair", "talker", "people"])
        self.tables = [self.visits, self.talks]

    def make(self, unit: Unit) -> None:
        if not unit.people:
            return
        county = self.county
        for back in range(county.years):
            year = county.year - back
            if not unit.lags or back:
                self._condolence(unit, county.some_day(year, 1, 19, 29), Occasion.SPRING_FESTIVAL)
            self._condolence(unit, county.some_day(year, 6, 22, 29), Occasion.JULY_FIRST)
            months = county.months[12 * (county.years - 1 - back) :][:12]
            for number in range(VISITS if not unit.lags else VISITS // 3):
                day = county.some_day(*months[(number * 7 + unit.number) % 12])
                if unit.sector in NEW_SECTORS and number % 2:
                    self._enterprise(unit, day)
                else:
                    self._residents(unit, day)
            for number in range(TALKS):
                self._talk(unit, county.some_day(*months[(number * 5 + unit.number) % 12]), number)

    def _somebody(self, number: int) -> str:
        name = SURNAMES[int(self.random() * len(SURNAMES))]
        return f"{name}某等{number}人" if number > 1 else f"{name}某"

    def _condolence(self, unit: Unit, day: str, occasion: Occasion) -> None:
        county = self.county
        kind, number, goods = GIFTS[county.below(len(GIFTS))], 1 + county.below(5), self.random() < 0.3
        each = SUMS[kind] // 2 if goods else SUMS[kind]
        gift, fund = (GiftKind.GOODS, FundSource.OWN) if goods else (GiftKind.MONEY, FundSource.DUES)
        self._log(unit, day, f"{occasion.label}走访慰问", "", VisitKind.CONDOLENCE, kind, self._somebody(number),
                  "支部委员一行", VisitorRank.SECRETARY, 2 + county.below(3), number, 0, number, occasion, gift.value,
                  each * number, fund.value, "", 0, "")  # fmt: skip

    def _residents(self, unit: Unit, day: str) -> None:
        county = self.county
        households, some = 1 + county.below(6), (0, 0, 1, 2)[county.below(4)]
        first = county.below(len(NEEDS))
        needs = [NEEDS[(first + each) % len(NEEDS)] for each in range(some)]
        answer = ANSWERS[county.below(len(ANSWERS))] if needs else ""
        tag = "进社区" if unit.number % 5 == 0 else ""
        self._log(unit, day, "", tag, VisitKind.VISIT, ObjectKind.RESIDENT, self._somebody(households), "",
                  RANKS[county.below(len(RANKS))], 1 + county.below(3), households, 0, households * 2,
                  Occasion.ORDINARY, "", 0, "", "；".join(needs), some, answer)  # fmt: skip

    def _enterprise(self, unit: Unit, day: str) -> None:
        county = self.county
        self._log(unit, day, "", "", VisitKind.VISIT, ObjectKind.ENTERPRISE,
                  ENTERPRISES[county.below(len(ENTERPRISES))], "", VisitorRank.SECRETARY, 2, 0, 1, 0,
                  Occasion.ORDINARY, "", 0, "", "", 0, "")  # fmt: skip

    def _log(
        self, unit: Unit, day: str, title: str, tag: str, kind: VisitKind, object_kind: ObjectKind, name: str,
        visitors: str, rank: VisitorRank, count: int, households: int, enterprises: int, people: int,
        occasion: Occasion, *rest: object,
    ) -> None:  # fmt: skip
        if not self.county.happened(unit, day):
            return
        moment = self.county.entered(unit, day)
        self.visits.add((
            self.visits.next_id(), unit.id, unit.key(), unit.user, moment, unit.user, moment, day, half(day),
            month(day), title, "", tag, kind.value, object_kind.value, name, visitors, rank.value, count, households,
            enterprises, people, occasion.value, *rest,
        ))  # fmt: skip

    def _talk(self, unit: Unit, day: str, number: int) -> None:
        if not self.county.happened(unit, day):
            return
        is_hint = number == TALKS - 1 and unit.number % 10 == 0
        kind = TalkKind.INTEGRITY if is_hint else TalkKind.HEART
        pair = TalkPair.LEVELS if is_hint else HEARTS[self.county.below(len(HEARTS))]
        moment = self.county.entered(unit, day)
        self.talks.add((
            self.talks.next_id(), unit.id, unit.key(), unit.user, moment, unit.user, moment, day, half(day),
            month(day), "", unit.place, "", kind.value, pair.value, unit.chair, 1 + self.county.below(4),
        ))  # fmt: skip
