"""Committees: most in their term, one renewed in the half-year, one overdue, one due soon."""

from datetime import date

from partywork.committees.actions import log_term
from partywork.committees.enums import Post
from partywork.committees.models import CommitteeTerm
from partywork.demo.world import Unit, World
from partywork.orgs.enums import Sector

POSTS = (Post.SECRETARY, Post.ORGANISATION, Post.PUBLICITY, Post.DISCIPLINE, Post.MEMBER)
LONG_TERM = (Sector.COMMUNITY, Sector.VILLAGE)  # 支部工作条例第21条: five years, the others three

# Branch → (years back, month, day) of the last election; the others were elected two years ago.
OVERDUE, SOON, RENEWED = "DEMO-12", "DEMO-05", "DEMO-06"
ELECTED = {OVERDUE: (3, 4, 20), SOON: (3, 10, 16), RENEWED: (0, 5, 15), "DEMO-10": (1, 1, 12), "DEMO-11": (0, 3, 12)}


def make_committees(world: World) -> None:
    for number, unit in enumerate(world.branches):
        back, month, day = ELECTED.get(unit.org.code, (2, 2 + number % 9, 11 + number))
        elected = date(world.year - back, month, day)
        if unit.org.code == RENEWED:
            earlier = _chosen(unit, date(world.year - 3, 5, 18))
            _log(world, unit, date(world.year - 3, 5, 18), 2, earlier)
        unit.committee = _chosen(unit, elected)
        _log(world, unit, elected, 1 if back == 0 and unit.org.code != RENEWED else 3, unit.committee)
    for unit in world.generals:
        below = [branch for branch in world.branches if branch.org.placements.filter(parent=unit.org).exists()]
        unit.committee = [name for branch in below for name in branch.committee[:1]]
        _log(world, unit, date(world.year - 2, 3, 6), 2, unit.committee)


def _chosen(unit: Unit, elected: date) -> list[str]:
    """Five of a large branch, three of a small one: full members of that day, not too old."""
    fit = [m for m in unit.members if m.full_on and m.full_on < elected and m.born_on]
    by_age = sorted(fit, key=lambda m: (abs(elected.year - m.born_on.year - 45), m.pk))  # type: ignore[union-attr]
    return [member.name for member in by_age[: 5 if unit.size >= 25 else 3]]


def _log(world: World, unit: Unit, elected: date, number: int, names: list[str]) -> None:
    years = 5 if unit.sector in LONG_TERM else 3
    due = date(elected.year + years, elected.month, elected.day)
    term = CommitteeTerm(org=unit.org, key=world.key(), date=elected, number=number, due_on=due)
    posts = list(zip(POSTS, names, strict=False))
    log_term(term=term, posts=posts, by=unit.secretary, today=world.today)
