"""Making the demo: one transaction, the same data for the same number and year."""

from collections.abc import Sequence
from random import Random

from django.core.exceptions import ValidationError
from django.db import connection

from partywork.access.permissions import Role
from partywork.accounts.models import User
from partywork.audit.recorder import action, record_bulk
from partywork.demo.accounts import Login, lend_login, open_login
from partywork.demo.added import ADDED
from partywork.demo.committees import make_committees
from partywork.demo.development import make_development
from partywork.demo.dues import make_dues
from partywork.demo.dues_funds import make_dues_funds
from partywork.demo.leaders import make_democratic_life
from partywork.demo.meetings import make_meetings
from partywork.demo.moments import backdate
from partywork.demo.organisations import BRANCHES, LEADERS, ROOT, Spec, found, make_tree
from partywork.demo.outcomes import make_outcomes
from partywork.demo.people import make_people
from partywork.demo.plans import make_plans
from partywork.demo.rectification import make_rectification
from partywork.demo.visits import make_visits
from partywork.demo.work import make_work
from partywork.demo.world import Unit, World
from partywork.orgs.activity import ActivityRule
from partywork.orgs.models import Organisation

MAKERS = (
    make_people, make_committees, make_meetings, make_dues, make_visits, make_rectification, make_work, make_plans,
    make_development, make_dues_funds, make_democratic_life, backdate, make_outcomes,
)  # fmt: skip
SCALES = {"branch": 1, "street": len(BRANCHES)}


@action
def seed(*, scale: str, number: int, year: int, by: User | None) -> list[Login]:
    """Fill an empty database with the demo office; returns the logins.

    Raises ValidationError where there are organisations already: demo data never mixes with real ones.
    """
    if Organisation.objects.exists():
        raise ValidationError("数据库里已有党组织。演示数据只能放进空的数据库，以免和正式数据混在一起。")
    world, logins = _office(Random(f"{number}-{year}-{scale}"), year, BRANCHES[: SCALES[scale]])
    for make in (*MAKERS, *ADDED):
        make(world)
        _gather_statistics()
    logins += _lend(world)
    rows = [(unit.org.code, unit.name) for unit in [world.root, *world.generals, *world.branches]]
    summary = f"生成演示数据（{year}年，编号{number}）：{len(rows)}个虚构的党组织"
    record_bulk(by=by, action="demo.seed", model=Organisation, rows=rows, summary=summary, org_id=world.root.org.pk)
    return logins


def _gather_statistics() -> None:
    """PostgreSQL gathers none of its own accord inside a transaction, and would plan for empty tables."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _office(chance: Random, year: int, branches: Sequence[Spec]) -> tuple[World, list[Login]]:
    root = found(ROOT, None, "", year)
    manager, login = open_login("manager", LEADERS[4], root, Role.MANAGER)
    unit = Unit(root, ROOT.sector, 0, ActivityRule(), manager, place=ROOT.place)
    world = World(year, chance, manager, unit)
    _, reader = open_login("reader", LEADERS[3], root, Role.READER)
    make_tree(world, list(branches))
    return world, [login, reader]


def _lend(world: World) -> list[Login]:
    """Logins for the secretaries of a branch that keeps up and of the one that lags, and for the first's organiser."""
    logins = []
    if world.working:
        unit = world.working[0]
        logins.append(lend_login(unit.secretary, "secretary"))
        logins.append(open_login("organiser", unit.committee[1], unit.org, Role.ORGANISER)[1])
    lagging = next((unit.secretary for unit in world.branches if unit.lags), None)
    return [*logins, lend_login(lagging, "secretary2")] if lagging else logins
