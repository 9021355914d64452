"""Making a county or a city: a unit at a time, every subject of it, so that memory stays flat however large it is."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection

from partywork.accounts.models import User
from partywork.audit.recorder import action, record_bulk
from partywork.demo.accounts import Login, lend_login
from partywork.demo.county.committees import Committees
from partywork.demo.county.dues import Dues
from partywork.demo.county.meetings import Meetings
from partywork.demo.county.organisations import Organisations
from partywork.demo.county.people import People
from partywork.demo.county.rectification import Rectification
from partywork.demo.county.sizes import Size
from partywork.demo.county.visits import Visits
from partywork.demo.county.work import Work
from partywork.demo.county.world import County
from partywork.demo.county.writing import BLOCK, Table, flush_all, quickly, trusting_the_disk
from partywork.orgs.models import Organisation

SUBJECTS = (People, Committees, Meetings, Dues, Visits, Rectification, Work)  # each of a unit, in this order


def seed_large(*, size: Size, number: int, year: int, years: int, by: User | None) -> list[Login]:
    """Fill an empty database with ``years`` years of a county or city; returns the logins lent to three people.

    Raises ValidationError where there are organisations already.
    """
    with trusting_the_disk():
        return _seed(size=size, number=number, year=year, years=years, by=by)


@action
def _seed(*, size: Size, number: int, year: int, years: int, by: User | None) -> list[Login]:
    if Organisation.objects.exists():
        raise ValidationError("数据库里已有党组织。演示数据只能放进空的数据库，以免和正式数据混在一起。")
    county = County(size, number, year, years)
    organisations = Organisations(county)
    subjects = [subject(county) for subject in SUBJECTS]
    tables = [*organisations.tables, *(table for subject in subjects for table in subject.tables)]
    with quickly(tables):
        for unit in organisations.units():
            for subject in subjects:
                subject.make(unit)
            flush_all(tables, BLOCK)
        flush_all(tables)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    top = Organisation.objects.earliest("pk").pk
    record_bulk(
        by=by, action="demo.seed", model=Organisation, rows=_told(tables), org_id=top,
        summary=f"生成演示数据（{year}年，编号{number}，{years}年）：{size.units}个虚构的党组织，"
        f"{sum(table.written for table in tables)}行",
    )  # fmt: skip
    return _lend(county)


def _told(tables: list[Table]) -> Iterator[tuple[Any, ...]]:
    """What the one event of the log has its digest over: of each table, how many rows and the digest of them all."""
    for table in tables:
        yield table.name, table.written, table.digest


def _lend(county: County) -> list[Login]:
    """Logins for the county, its first township and its first branch."""
    wanted = {"manager": "county", "township": "county-t01", "secretary": "b00001"}
    if county.size.counties > 1:
        wanted = {"manager": "city", "county": "c01", "township": "c01-t01", "secretary": "b00001"}
    return [lend_login(User.objects.get(username=held), name) for name, held in wanted.items()]
