"""Committees: most in their term, some overdue, a few places vacant; the elected secretary stands in the profile."""

from partywork.committees.enums import Post
from partywork.committees.models import CommitteePost, CommitteeTerm
from partywork.demo.county.days import OPEN, half, later, month
from partywork.demo.county.world import County, Person, Unit
from partywork.demo.county.writing import Table
from partywork.orgs.enums import OrgKind, Sector
from partywork.orgs.models import Profile

POSTS = (Post.SECRETARY, Post.ORGANISATION, Post.PUBLICITY, Post.DISCIPLINE, Post.MEMBER)
LONG_TERM = (Sector.COMMUNITY, Sector.VILLAGE)  # 支部工作条例第21条: five years, the others three
VACANT, OVERDUE = 53, 29  # every so manieth branch
LARGE = 25  # members of a branch with a committee of five


class Committees:
    def __init__(self, county: County) -> None:
        self.county = county
        self.terms = Table(CommitteeTerm, ["id", "org_id", "key", "created_by_id", "created_at", "updated_by_id",
                           "updated_at", "date", "half", "month", "number", "due_on"])  # fmt: skip
        self.posts = Table(CommitteePost, ["id", "term_id", "post", "name", "member_id", "since"])
        self.profiles = Table(Profile, ["id", "org_id", "sector", "secretary", "contact_leader", "activity_day",
                              "activity_ordinal", "activity_number", "since", "until"])  # fmt: skip
        self.tables = [self.terms, self.posts, self.profiles]

    def make(self, unit: Unit) -> None:
        years = 5 if unit.sector in LONG_TERM and unit.kind is OrgKind.BRANCH else 5 if unit.leaders else 3
        elected = self._elected(unit, years)
        seats = self._seats(unit, elected) if elected else []
        unit.committee = [name for name, _ in seats]
        unit.seated = [person for _, person in seats if person]
        if elected and seats:
            self._term(unit, elected, years, seats)
        self._profile(unit, elected if seats else None)

    def _elected(self, unit: Unit, years: int) -> str | None:
        """The day of the last election; None where nobody was elected yet."""
        county, number = self.county, max(unit.number, 0)
        if number % VACANT == VACANT - 1:
            return None
        if unit.founded > f"{county.year}":
            return later(unit.founded, 10)
        back = years + 1 if number % OVERDUE == OVERDUE - 1 else 1 + county.below(years - 1)
        day = f"{county.year - back}-{2 + county.below(9):02d}-{3 + county.below(25):02d}"
        return max(day, later(unit.founded, 40))

    def _seats(self, unit: Unit, elected: str) -> list[tuple[str, Person | None]]:
        """Names, with the member where the roster of the day has exactly one of that name."""
        if unit.leaders:
            return [(name, None) for name in dict.fromkeys([unit.writer, *unit.leaders[:4]])]
        here = unit.roster(elected)
        fit = [each for each in here if each.until == OPEN and each.basis and self.county.year - each.born >= 24]
        names: dict[str, Person] = {}
        for each in fit[: 5 if unit.size >= LARGE else 3]:
            names.setdefault(each.name, each)
        alone = {name for name in names if sum(each.name == name for each in here) == 1}
        return [(name, person if name in alone else None) for name, person in names.items()]

    def _term(self, unit: Unit, elected: str, years: int, seats: list[tuple[str, Person | None]]) -> None:
        pk, moment = self.terms.next_id(), self.county.entered(unit, elected)
        due = f"{int(elected[:4]) + years}{elected[4:]}"
        self.terms.add((pk, unit.id, unit.key(), unit.user, moment, unit.user, moment, elected, half(elected),
                        month(elected), 1 + unit.number % 4 if unit.number >= 0 else 3, due))  # fmt: skip
        for post, (name, person) in zip(POSTS, seats, strict=False):
            self.posts.add((self.posts.next_id(), pk, post.value, name, person.id if person else None, elected))

    def _profile(self, unit: Unit, elected: str | None) -> None:
        """The secretary is the elected one from the day of the election on."""
        rule, above = unit.rule, unit.above
        leaders = above.leaders if above else ()
        leader = leaders[unit.id % len(leaders)] if leaders else ""
        day = (str(rule.activity_day), rule.activity_ordinal, rule.activity_number)
        spans = [(unit.founded, elected, ""), (elected, OPEN, unit.chair)] if elected else [(unit.founded, OPEN, "")]
        for since, until, secretary in spans:
            assert since is not None
            self.profiles.add((self.profiles.next_id(), unit.id, unit.sector.value, secretary, leader, *day, since,
                               until))  # fmt: skip
