"""Visits before the spring festival and 七一, contact points, and talks. Nobody is named."""

from datetime import date, timedelta

from partywork.demo.organisations import LEADERS
from partywork.demo.people import SURNAMES
from partywork.demo.world import Unit, World
from partywork.orgs.enums import Sector
from partywork.visits.actions import log_talk, log_visit
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

NEEDS = [
    "楼道照明损坏，希望尽快维修", "希望增设非机动车停放点", "申请政策咨询和材料代办", "农忙时灌溉用水紧张",
    "希望帮助对接用工信息", "反映夜间施工噪声", "希望开设老年人手机使用课堂", "门前道路积水",
]  # fmt: skip
ANSWERS = ["当场说明政策并登记，转有关科室办理", "已协调物业一周内解决", "列入支部微实事清单", "现场答复，群众表示理解"]
GIFTS = [ObjectKind.HARDSHIP_MEMBER, ObjectKind.OLD_MEMBER, ObjectKind.HARDSHIP_RESIDENT, ObjectKind.OLD_CADRE]
SUMS = {
    ObjectKind.HARDSHIP_MEMBER: 60000,
    ObjectKind.OLD_MEMBER: 50000,
    ObjectKind.OLD_CADRE: 40000,
    ObjectKind.HARDSHIP_RESIDENT: 30000,
    ObjectKind.MARTYR_FAMILY: 80000,
}  # fen a person
ENTERPRISES = ["禾丰机电", "云栖餐饮", "柳荫家政", "石桥农产品合作社", "青禾印务", "安泰物流"]


class Visits:
    def __init__(self, world: World) -> None:
        self.world, self.chance = world, world.chance

    def make(self) -> None:
        year = self.world.year
        festival = self.world.spring_festival(year)
        last_festival_day = date(year - 1, 9, 28)
        for number, unit in enumerate(self.world.working):
            if festival >= unit.org.founded_on:
                before = festival - timedelta(days=5 + number % 8)
                self._condolence(unit, before, Occasion.SPRING_FESTIVAL, GIFTS[number % 3])
            self._condolence(unit, self.world.workday(year, 6, 22 + number % 7), Occasion.JULY_FIRST, GIFTS[number % 2])
            for month in (3, 4, 5, 8) if number % 2 else (2, 4, 6, 10):
                self._residents(unit, self.world.some_day(year, month))
        for unit in (each for each in self.world.working if each.sector == Sector.OFFICE):
            for month in (2, 5):
                self._paired(unit, self.world.some_day(year, month))
        self._condolence(self.world.root, last_festival_day, Occasion.NATIONAL_DAY, ObjectKind.OLD_CADRE)
        self._leaders()
        self._talks()

    def _somebody(self, number: int, what: str) -> str:
        return f"{self.world.pick(SURNAMES)}某等{number}{what}" if number > 1 else f"{self.world.pick(SURNAMES)}某"

    def _condolence(self, unit: Unit, day: date, occasion: Occasion, kind: ObjectKind) -> None:
        number = self.chance.randint(2, 5)
        goods = self.chance.random() < 0.3
        each = SUMS[kind] // 2 if goods else SUMS[kind]
        self._log(
            unit, day, kind=VisitKind.CONDOLENCE, object_kind=kind, object_name=self._somebody(number, "人"),
            visitors="支部委员一行", visitor_rank=VisitorRank.SECRETARY, visitor_count=self.chance.randint(2, 4),
            households=number, people_reached=number, occasion=occasion, amount_fen=each * number,
            gift_kind=GiftKind.GOODS if goods else GiftKind.MONEY,
            fund_source=FundSource.OWN if goods else FundSource.DUES, title=f"{occasion.label}走访慰问",
        )  # fmt: skip

    def _residents(self, unit: Unit, day: date) -> None:
        led = day.month in (4, 5)
        households = self.chance.randint(2, 8)
        needs = self.world.few(NEEDS, self.chance.choice([0, 1, 1, 2]))
        self._log(
            unit, day, kind=VisitKind.VISIT, object_kind=ObjectKind.RESIDENT,
            object_name=self._somebody(households, "户"), visitors=unit.chair if led else "在职党员",
            visitor_rank=VisitorRank.SECRETARY if led else VisitorRank.MEMBER,
            visitor_count=self.chance.randint(2, 6), households=households, people_reached=households + 2,
            needs="；".join(needs), answer=self.world.pick(ANSWERS) if needs else "", title="入户走访",
        )  # fmt: skip

    def _paired(self, unit: Unit, day: date) -> None:
        self._log(
            unit, day, kind=VisitKind.PAIRED, object_kind=ObjectKind.GRASSROOTS, object_name="石桥村",
            visitors="机关党员", visitor_rank=VisitorRank.MEMBER, visitor_count=5, households=6, people_reached=11,
            title="到挂钩村开展帮扶",
        )  # fmt: skip

    def _leaders(self) -> None:
        """Members of the working committee at their contact points, at enterprises and projects."""
        root, year = self.world.root, self.world.year
        for month in (11, 12):
            self._contact_point(root, self.world.some_day(year - 1, month), month)
        for month in [*range(1, 7), 7, 9]:
            for number in range(2 if month <= 6 else 1):
                self._contact_point(root, self.world.some_day(year, month), month + number)
            name = ENTERPRISES[month % len(ENTERPRISES)]
            self._log(
                root, self.world.some_day(year, month), kind=VisitKind.VISIT, object_kind=ObjectKind.ENTERPRISE,
                object_name=name, enterprises=1, visitors=self.world.pick(LEADERS), visitor_rank=VisitorRank.LEADER,
                visitor_count=3, people_reached=4, needs=NEEDS[4] if month % 2 else "",
                answer=ANSWERS[0] if month % 2 else "", title="走访企业听诉求", highlight=month == 4,
            )  # fmt: skip

    def _contact_point(self, root: Unit, day: date, number: int) -> None:
        unit = self.world.branches[number % len(self.world.branches)]
        if day < unit.org.founded_on:
            unit = self.world.branches[0]
        head = number % len(LEADERS) == 0
        self._log(
            root, day, kind=VisitKind.CONTACT_POINT, object_kind=ObjectKind.GRASSROOTS, object_name=unit.name,
            visitors=LEADERS[number % len(LEADERS)], people_reached=6, visitor_count=2, title="到联系点调研",
            visitor_rank=VisitorRank.UNIT_SECRETARY if head else VisitorRank.LEADER,
        )  # fmt: skip

    def _talks(self) -> None:
        year, root = self.world.year, self.world.root
        for number, unit in enumerate(self.world.working):
            pairs = [TalkPair.COMMITTEE, TalkPair.COMMITTEE_MEMBER, TalkPair.MEMBERS]
            for month, pair in zip((1, 3, 5), pairs, strict=True):
                self._talk(unit, self.world.some_day(year, month), TalkKind.HEART, pair, 1 + (number + month) % 4)
        for month, people in ((1, 12), (4, 6), (6, 9)):
            self._talk(root, self.world.some_day(year, month), TalkKind.INTEGRITY, TalkPair.LEVELS, people)
        self._talk(root, self.world.some_day(year, 5), TalkKind.ADMISSION, TalkPair.LEVELS, 5)
        self._talk(root, self.world.some_day(year, 6), TalkKind.REMINDER, TalkPair.LEVELS, 1)
        self._talk(root, self.world.some_day(year - 1, 10), TalkKind.INTEGRITY, TalkPair.LEVELS, 8)

    def _talk(self, unit: Unit, day: date, kind: TalkKind, pair: TalkPair, people: int) -> None:
        if day < unit.org.founded_on:
            return
        talker = unit.chair or LEADERS[people % len(LEADERS)]
        talk = Talk(
            org=unit.org, key=self.world.key(), date=day, kind=kind, pair=pair, talker=talker, people=people,
            place=unit.place,
        )  # fmt: skip
        log_talk(talk=talk, by=unit.secretary, today=self.world.today, confirmed=True)

    def _log(self, unit: Unit, day: date, **facts: object) -> None:
        if unit.org.founded_on <= day <= self.world.today:
            visit = Visit(org=unit.org, key=self.world.key(), date=day, **facts)
            # Two leaders may well come to one branch on one day.
            log_visit(visit=visit, by=unit.secretary, today=self.world.today, confirmed=True)


def make_visits(world: World) -> None:
    Visits(world).make()
