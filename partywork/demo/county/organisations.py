"""The tree: county → townships → general branches → branches, a unit at a time from the top down."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from partywork.access.permissions import Role
from partywork.accounts.models import Appointment, User
from partywork.demo.county.days import OPEN
from partywork.demo.county.names import COUNTIES, TOWNS, VILLAGES, person_name
from partywork.demo.county.world import County, Unit
from partywork.demo.county.writing import Table
from partywork.orgs.activity import as_activity_rule
from partywork.orgs.enums import OrgKind, Sector
from partywork.orgs.models import Organisation, OrganisationTag, PartyGroup, Placement
from partywork.orgs.queries import path_step
from partywork.rectification.enums import WEAK_ORGANISATION

UNUSABLE = "!" + "x" * 40  # as make_password(None): nobody can log in until a login is lent
SIZES = (8, 12, 15, 18, 20, 22, 25, 30, 14, 36)  # of branches in turn: 20 on average
LAGGING, MOVED, NEW = 17, 83, 97  # every so manieth branch
RULES = [
    as_activity_rule(text)
    for text in ("每月第一个周五", "每月5日", "每月10日", "每月第二个周三", "每月15日", "每月第三个周四", "每月20日")
]
SECTORS = (
    Sector.VILLAGE, Sector.VILLAGE, Sector.VILLAGE, Sector.COMMUNITY, Sector.COMMUNITY, Sector.OFFICE,
    Sector.PUBLIC_INSTITUTION, Sector.SCHOOL, Sector.PRIVATE_ENTERPRISE, Sector.HOSPITAL, Sector.RETIRED,
    Sector.STATE_ENTERPRISE, Sector.SOCIAL_ORGANISATION, Sector.PRIVATE_ENTERPRISE,
)  # fmt: skip
TAGS = {0: "示范点", 5: "品牌"}  # of a branch whose number leaves this over when divided by forty
ORDINALS = "一二三四五六七八九十"


class Organisations:
    def __init__(self, county: County) -> None:
        self.county = county
        self.orgs = Table(Organisation, ["id", "code", "name", "short_name", "kind", "founded_on"])
        self.places = Table(Placement, ["id", "org_id", "parent_id", "path", "since", "until"])
        self.tags = Table(OrganisationTag, ["id", "org_id", "tag", "since"])
        self.groups = Table(PartyGroup, ["id", "org_id", "name", "since"])
        self.users = Table(
            User, ["id", "username", "full_name"], password=UNUSABLE, password_set_on=date.fromisoformat(county.today)
        )
        self.roles = Table(Appointment, ["id", "user_id", "org_id", "role", "since"])
        self.tables = [self.orgs, self.places, self.tags, self.groups, self.users, self.roles]
        self._branches = 0

    def units(self) -> Iterator[Unit]:
        size = self.county.size
        city = None
        if size.counties > 1:
            city = self._found(None, "CITY", "中共云澜市委员会", "云澜市委", OrgKind.COMMITTEE, Sector.OFFICE, 1988)
            yield city
        for number in range(size.counties):
            name = COUNTIES[number]
            code = f"C{number + 1:02d}" if city else "COUNTY"
            yield from self._county(city, code, name)

    def _county(self, city: Unit | None, code: str, name: str) -> Iterator[Unit]:
        root = self._found(city, code, f"中共{name}委员会", f"{name}委", OrgKind.COMMITTEE, Sector.OFFICE, 1990)
        yield root
        size, left = self.county.size, self.county.size.branches
        generals = size.townships * size.generals
        for town in range(size.townships):
            called = f"{name}{TOWNS[town]}镇"
            township = self._found(
                root, f"{code}-T{town + 1:02d}", f"中共{called}委员会", f"{TOWNS[town]}镇党委", OrgKind.COMMITTEE,
                Sector.OFFICE, 1992,
            )  # fmt: skip
            yield township
            before = None
            for village in range(size.generals):
                short = f"{TOWNS[town]}{VILLAGES[village]}"
                full = f"{called}{VILLAGES[village]}"
                general = self._found(
                    township, f"{code}-T{town + 1:02d}-G{village + 1:02d}", f"中共{full}总支部委员会", f"{short}党总支",
                    OrgKind.GENERAL_BRANCH, Sector.COMMUNITY, 1996,
                )  # fmt: skip
                yield general
                share = -(-left // generals) if village % 2 else left // generals
                share, generals = min(share if generals > 1 else left, left), generals - 1
                left -= share
                for each in range(share):
                    branch = self._branch(general, before, each, full, short)
                    branch.has_next = each < share - 1 and self._branches % NEW != NEW - 1
                    yield branch
                before = general

    def _branch(self, general: Unit, before: Unit | None, position: int, name: str, short: str) -> Unit:
        county, number = self.county, self._branches
        self._branches += 1
        founded = f"{county.year}-03-12" if number % NEW == NEW - 1 else f"{1998 + number % 18}-0{1 + number % 9}-20"
        ordinal = _ordinal(position + 1)
        code = f"B{number + 1:05d}"
        unit = self._unit(
            general, code, f"中共{name}第{ordinal}支部委员会", f"{short}第{ordinal}党支部", OrgKind.BRANCH,
            SECTORS[number % len(SECTORS)], founded, moved_from=before if number % MOVED == MOVED - 1 else None,
        )  # fmt: skip
        unit.number, unit.size, unit.rule = number, SIZES[number % len(SIZES)], RULES[number % len(RULES)]
        unit.lags = number % LAGGING == LAGGING - 1
        unit.place = ("党群服务中心", "党员活动室", "二楼会议室", "村部会议室")[number % 4]
        unit.groups = tuple(self._groups(unit))
        self._mark(unit)
        return unit

    def _groups(self, unit: Unit) -> Iterator[int]:
        for number in range(3 if unit.size > 30 else 2 if unit.size >= 20 else 0):
            group = self.groups.next_id()
            self.groups.add((group, unit.id, f"第{ORDINALS[number]}党小组", unit.founded))
            yield group

    def _mark(self, unit: Unit) -> None:
        tag = TAGS.get(unit.number % 40)
        if tag:
            since = max(unit.founded, f"{self.county.year - 1}-07-01")
            self.tags.add((self.tags.next_id(), unit.id, tag, since))
        if unit.lags and unit.number % 5 == 0:
            self.tags.add((self.tags.next_id(), unit.id, WEAK_ORGANISATION, f"{self.county.year}-04-16"))

    def _found(
        self, above: Unit | None, code: str, name: str, short: str, kind: OrgKind, sector: Sector, year: int
    ) -> Unit:
        unit = self._unit(above, code, name, short, kind, sector, f"{year}-01-08")
        chance = self.county.chance
        unit.leaders = tuple(person_name(chance) for _ in range(5))
        return unit

    def _unit(
        self, above: Unit | None, code: str, name: str, short: str, kind: OrgKind, sector: Sector, founded: str,
        moved_from: Unit | None = None,
    ) -> Unit:  # fmt: skip
        pk, user = self.orgs.next_id(), self.users.next_id()
        step = path_step(pk)
        path = (above.path if above else "") + step
        unit = Unit(pk, -1, short, kind, sector, path, founded, user, above)
        unit.writer = person_name(self.county.chance)
        self.orgs.add((pk, code, name, short, kind.value, founded))
        self._place(unit, step, moved_from)
        self.users.add((user, code.lower(), unit.writer))
        role = Role.SECRETARY if kind is OrgKind.BRANCH else Role.MANAGER
        self.roles.add((self.roles.next_id(), user, pk, role.value, founded))
        return unit

    def _place(self, unit: Unit, step: str, moved_from: Unit | None) -> None:
        since, parent = unit.founded, unit.above.id if unit.above else None
        moved_on = f"{self.county.year}-03-01"
        if moved_from and since < moved_on:
            row: tuple[Any, ...] = (moved_from.id, moved_from.path + step, since, moved_on)
            self.places.add((self.places.next_id(), unit.id, *row))
            since = moved_on
        self.places.add((self.places.next_id(), unit.id, parent, unit.path, since, OPEN))


def _ordinal(number: int) -> str:
    """一, 十, 十一, 二十 …: below a hundred."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else f"{ORDINALS[tens - 1]}十")
    return head + (ORDINALS[ones - 1] if ones else "")
