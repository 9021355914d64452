"""The people of the demo: invented names, numbers of a district that does not exist, believable dates."""

from dataclasses import dataclass
from datetime import date, timedelta

from partywork.audit.recorder import record_bulk
from partywork.common.identity_number import check_digit
from partywork.common.periods import add_months
from partywork.demo.world import Unit, World
from partywork.members.actions import raise_flag, register_member
from partywork.members.enums import Closing, Education, Flag, Gender, Opening, Stage
from partywork.members.facts import check_facts
from partywork.members.models import Member, MemberFlag, Standing, spell
from partywork.members.movements import leave, transfer_within
from partywork.members.spans import first_standings
from partywork.orgs.enums import Sector

DISTRICT = "110999"  # no district has this code
SURNAMES = "赵钱孙周吴郑冯陈蒋沈韩杨朱秦许何吕施孔曹严金魏姜谢邹苏潘葛范彭鲁韦马苗方任袁柳史唐薛雷贺倪汤"
GIVEN = "安邦宝彬波晨诚春聪大德东芳飞凤刚桂国海涵航浩宏华欢辉慧吉佳建江洁金静娟军俊凯兰磊莉林玲龙梅敏明娜宁平琪青秋荣瑞珊诗书淑涛婷文霞先晓欣秀雪雅妍燕阳怡英永友宇玉媛云泽志忠"  # noqa: E501

AGES = {
    Sector.COMMUNITY: (28, 76), Sector.RETIRED: (60, 88), Sector.OFFICE: (26, 58),
    Sector.PUBLIC_INSTITUTION: (25, 57), Sector.SCHOOL: (25, 56), Sector.HOSPITAL: (25, 57),
    Sector.PRIVATE_ENTERPRISE: (25, 50), Sector.SOCIAL_ORGANISATION: (25, 46), Sector.VILLAGE: (28, 78),
    Sector.STATE_ENTERPRISE: (26, 58),
}  # fmt: skip
JOBS = {
    Sector.COMMUNITY: ["社区工作者", "网格员", "退休", "个体经营", "居民"], Sector.RETIRED: ["退休"],
    Sector.OFFICE: ["科员", "办公室工作人员", "党建办工作人员"], Sector.PUBLIC_INSTITUTION: ["窗口人员", "工作人员"],
    Sector.SCHOOL: ["教师", "教务人员"], Sector.HOSPITAL: ["医师", "护士", "药师"],
    Sector.PRIVATE_ENTERPRISE: ["工程师", "车间班长", "销售", "技术员"], Sector.SOCIAL_ORGANISATION: ["社工"],
    Sector.VILLAGE: ["务农", "村务工作者", "个体经营"], Sector.STATE_ENTERPRISE: ["运行工", "管网工", "管理人员"],
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """Someone on the way: the dates of the stages reached, as (years back, month, day)."""

    stage: Stage
    days: tuple[tuple[int, int, int], ...]


def _steps(number: int) -> list[Step]:
    """Who is on the way in the branches, varied by a day or two so that nothing falls on one date."""
    d = number % 9
    return [
        Step(Stage.FULL, ((3, 3, 4 + d), (3, 9, 6 + d), (2, 11, 5 + d), (1, 5, 8 + d), (0, 5, 12 + d))),
        Step(Stage.PROBATIONARY, ((2, 2, 10 + d), (2, 8, 12 + d), (1, 11, 4 + d), (0, 5, 9 + d))),
        Step(Stage.ACTIVIST, ((1, 9, 3 + d), (0, 3, 9 + d))),
        Step(Stage.APPLICANT, ((0, 2, 24 if d > 3 else 20 + d),)),
        Step(Stage.CANDIDATE, ((2, 4, 6 + d), (2, 10, 9 + d), (0, 4, 10 + d))),
        Step(Stage.APPLICANT, ((0, 5, 6 + d),)),
    ]


class People:
    """Makes people one by one; no name twice."""

    def __init__(self, world: World) -> None:
        self.world, self.chance = world, world.chance
        self.names: set[str] = set()

    def name(self) -> str:
        while True:
            number = 1 if self.chance.random() < 0.15 else 2
            name = self.world.pick(SURNAMES) + "".join(self.chance.sample(GIVEN, number))
            if name not in self.names:
                self.names.add(name)
                return name

    def id_number(self, born: date, gender: Gender) -> str:
        odd = 1 if gender == Gender.MALE else 0
        while True:
            order = self.chance.randrange(0, 500) * 2 + odd
            first = f"{DISTRICT}{born:%Y%m%d}{order:03d}"
            if first not in self.names:
                self.names.add(first)
                return first + check_digit(first)

    def person(self, unit: Unit, age: tuple[int, int]) -> Member:
        """An unsaved person of that age."""
        sector = unit.sector
        gender = Gender.FEMALE if self.chance.random() < 0.44 else Gender.MALE
        born = date(self.world.year - self.chance.randint(*age), self.chance.randint(1, 12), self.chance.randint(1, 28))
        older = self.world.year - born.year > 58
        schooling = [Education.UNIVERSITY] * 4 + [Education.COLLEGE] * 3 + [Education.POSTGRADUATE, Education.SECONDARY]
        if older or sector == Sector.VILLAGE:
            schooling = [Education.HIGH_SCHOOL] * 3 + [Education.JUNIOR] * 2 + [Education.COLLEGE, Education.SECONDARY]
        return Member(
            org=unit.org, key=self.world.key(), name=self.name(), gender=gender, born_on=born,
            id_number=self.id_number(born, gender), education=self.world.pick(schooling),
            ethnicity="汉族" if self.chance.random() < 0.95 else self.world.pick(["回族", "满族", "土家族"]),
            occupation="退休" if older and sector != Sector.VILLAGE else self.world.pick(JOBS[sector]),
        )  # fmt: skip

    def save(self, unit: Unit, member: Member, stage: Stage, since: date, opening: Opening, note: str = "") -> Member:
        standing = self._standing(unit, len(unit.members), stage, since, opening, note)
        return register_member(member=member, standing=standing, by=unit.secretary, today=self.world.today)

    def _standing(self, unit: Unit, number: int, stage: Stage, since: date, opening: Opening, note: str) -> Standing:
        group = unit.groups[number % len(unit.groups)] if unit.groups else None
        return Standing(org=unit.org, stage=stage, since=since, group=group, opening=opening, note=note)

    def roster_of(self, unit: Unit) -> None:
        """The members a branch has had for years, written at once: one by one they would take most of the time.

        They are checked as the action checks them; the event is one for the branch.
        """
        standings = [self._full_member(unit, number) for number in range(unit.size)]
        unit.members = [rows[0].member for rows in standings]
        Member.objects.bulk_create(unit.members)
        spell(unit.members, is_new=True)
        for row in [row for rows in standings for row in rows]:
            row.member_id = row.member.pk
        Standing.objects.bulk_create([row for rows in standings for row in rows])
        rows = [(member.key, member.admitted_on) for member in unit.members]
        record_bulk(by=unit.secretary, action="member.create", model=Member, rows=rows,
                    summary=f"登记{unit.name}党员{len(rows)}名", org_id=unit.org.pk)  # fmt: skip

    def _full_member(self, unit: Unit, number: int) -> list[Standing]:
        """The unsaved standings of someone who has been a full member for years."""
        member = self.person(unit, AGES[unit.sector])
        member.created_by = member.updated_by = unit.secretary
        assert member.born_on is not None
        latest = min(self.world.year - member.born_on.year - 3, 42)
        joined = member.born_on.year + self.chance.randint(20, max(20, latest))
        member.admitted_on = date(joined, self.chance.randint(1, 12), self.chance.randint(1, 28))
        member.full_on = add_months(member.admitted_on, 12)
        since, opening, note = max(unit.org.founded_on, member.full_on), Opening.RECORDED, ""
        if unit.org.founded_on.year == self.world.year:
            since, opening, note = unit.org.founded_on, Opening.TRANSFER_IN, "原务工地党支部"
        check_facts(member, Stage.FULL, self.world.today)
        return first_standings(member, self._standing(unit, number, Stage.FULL, since, opening, note))

    def on_the_way(self, unit: Unit, step: Step) -> Member:
        member = self.person(unit, (24, 36))
        names = ("applied_on", "activist_on", "candidate_on", "admitted_on", "full_on")
        for name, (back, month, day) in zip(names, step.days, strict=False):
            setattr(member, name, date(self.world.year - back, month, day))
        assert member.applied_on is not None
        return self.save(unit, member, step.stage, member.applied_on, Opening.RECORDED)


def make_people(world: World) -> None:
    """Rosters, those on the way, transfers, departures and circumstances."""
    people = People(world)
    for number, unit in enumerate(world.branches):
        people.roster_of(unit)
        if unit.lags or unit.org.founded_on.year == world.year:
            continue
        steps = _steps(number)
        chosen = [steps[number % 2], steps[2 + number % 2], steps[4 + number % 2]]
        for step in chosen if unit.sector != Sector.RETIRED else []:
            people.on_the_way(unit, step)
    _movements(world, people)
    _circumstances(world)


def _movements(world: World, people: People) -> None:
    """A few came and went in the half-year."""
    year = world.year
    moves = [(1, 18), (3, 11), (4, 22), (6, 9), (8, 19)]
    for unit, (month, day) in zip(world.working[:5], moves, strict=False):
        member = people.person(unit, (28, 55))
        assert member.born_on is not None
        member.admitted_on = date(member.born_on.year + 23, 6, 20)
        member.full_on = date(member.born_on.year + 24, 6, 20)
        since = date(year, month, day)
        people.save(unit, member, Stage.FULL, since, Opening.TRANSFER_IN, "原工作单位党支部")
    leaving = [
        (Closing.TRANSFER_OUT, (2, 25), "新工作单位党支部"), (Closing.DECEASED, (3, 19), ""),
        (Closing.TRANSFER_OUT, (5, 20), "现居住地社区党支部"), (Closing.DECEASED, (9, 2), ""),
    ]  # fmt: skip
    for unit, (closing, (month, day), note) in zip(world.working[1:5], leaving, strict=False):
        member = unit.members.pop()
        member.refresh_from_db()
        leave(member=member, closing=closing, on=date(year, month, day), note=note, version=member.version,
              by=unit.secretary, today=world.today)  # fmt: skip
    if len(world.working) > 1:  # one moved house, and so from one branch to the other
        first, second = world.working[:2]
        member = first.members.pop()
        member.refresh_from_db()
        transfer_within(member=member, org=second.org, group=second.groups[0], on=date(year, 4, 13), note="居住地变化",
                        version=member.version, by=world.manager, today=world.today)  # fmt: skip


def _circumstances(world: World) -> None:
    start = date(world.year - 1, 3, 1)
    for number, unit in enumerate(world.branches):
        elders = [m for m in unit.members if m.full_on and m.full_on.year <= world.year - 40]
        flags = [(member, Flag.VETERAN, "") for member in elders[:2]]
        if number % 2 == 0 and len(unit.members) > 20:
            flags.append((unit.members[-2], Flag.HARDSHIP, "因病致困"))
        if number % 3 == 1 and len(unit.members) > 14:
            flags.append((unit.members[-3], Flag.FLOATING, "外省务工"))
        for offset, (member, flag, note) in enumerate(flags):
            since = max(start + timedelta(days=40 * offset + 7 * number), unit.org.founded_on)
            row = MemberFlag(member=member, flag=flag, since=since, note=note)
            raise_flag(flag=row, by=unit.secretary, today=world.today)
