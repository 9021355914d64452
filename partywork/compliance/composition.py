"""Hints about how a branch is made up: its size, its committee, its groups. Nothing is overdue by them.

They say what on record does not fit the rule (支部工作条例第4、5条；机关基层组织工作条例第5至7条), so that somebody
looks at it. An empty roster says nothing: it is not filled in yet.
"""

from collections.abc import Iterable, Iterator

from django.db.models import Count

from partywork.committees.branches import COMMITTEE_FROM
from partywork.common.periods import add_months
from partywork.compliance import dated
from partywork.compliance.dated import Dated
from partywork.compliance.duties import COMMITTEE_SIZE, GROUP_SIZE, MEMBERSHIP, TERM_SHIFT, Duty
from partywork.compliance.lights import Light, Obligation
from partywork.compliance.reading import Reading
from partywork.compliance.roster import NOBODY
from partywork.compliance.units import Unit
from partywork.members.enums import PARTY_STAGES
from partywork.members.models import Standing
from partywork.orgs.dated import holding_on
from partywork.orgs.enums import OrgKind, Sector

FULL_FROM, MEMBERS_UP_TO = "org.branch.full_members", "org.branch.members"
OFFICE_FULL_FROM = "org.office.branch_full_members"
OFFICE_GENERAL, OFFICE_COMMITTEE = "org.office.general_branch_members", "org.office.committee_members"
SIZE, SIZE_LIMIT = "org.branch_committee.size", "org.branch_committee.size_limit"
GROUP_MEMBERS, GROUP_FULL = "org.group.members", "org.group.full_members"
SHIFT_YEARS = "term.shift_years"
SECRETARIES = 2  # a branch without a committee has 书记 and, if needed, 副书记 (支部工作条例)


def composition_hints(reading: Reading) -> Iterator[Obligation]:
    """One query of its own, where there are general branches of offices: the members below them."""
    committees = {row.org_id: row for row in reading.dated(dated.TERM) if row.number}
    groups = _by_unit(row for row in reading.dated(dated.GROUP) if row.day <= reading.on < row.until)
    early, below = _by_unit(reading.dated(dated.SHIFTED)), _members_below(reading)
    for unit in reading.units.values():
        if unit.is_branch:
            yield from _of_size(reading, unit)
            if unit.pk in committees:
                yield from _of_committee(reading, unit, committees[unit.pk])
            for group in groups.get(unit.pk, ()):
                yield from _of_group(reading, unit, group.record, group.text)
        elif unit.pk in below:
            yield from _of_office(reading, unit, below[unit.pk], OrgKind.GENERAL_BRANCH)
        for each in early.get(unit.pk, ()):
            yield from _of_shift(reading, unit, each)


def _by_unit(rows: Iterable[Dated]) -> dict[int, list[Dated]]:
    """The earliest of each unit first."""
    found: dict[int, list[Dated]] = {}
    for row in sorted(rows, key=lambda row: (row.day, row.record)):
        found.setdefault(row.org_id, []).append(row)
    return found


def _hint(reading: Reading, unit: Unit, duty: Duty, code: str, title: str, detail: str, record: int = 0) -> Obligation:
    rule = reading.book(unit).rule(code)
    return Obligation(unit.pk, duty, rule, title, detail, reading.on, Light.HINT, record=record)


def _of_size(reading: Reading, unit: Unit) -> Iterator[Obligation]:
    if not unit.heads.members:
        return
    book, is_office = reading.book(unit), unit.sector == Sector.OFFICE
    code = OFFICE_FULL_FROM if is_office else FULL_FROM
    needed, full = book.number(code), unit.heads.full
    if full < needed:
        text = f"花名册上有正式党员{full}名，不足{needed}名。请核对花名册；人数属实的，请同上级研究联合组建或调整设置。"
        yield _hint(reading, unit, MEMBERSHIP, code, "党支部正式党员人数", text)
    if is_office:
        yield from _of_office(reading, unit, unit.heads.members, OrgKind.BRANCH)
    elif unit.heads.members > (most := book.number(MEMBERS_UP_TO)):
        text = f"花名册上有党员{unit.heads.members}名，一般不超过{most}名。请同上级研究分设党支部或改设党总支。"
        yield _hint(reading, unit, MEMBERSHIP, MEMBERS_UP_TO, "党支部党员人数", text)


def _of_office(reading: Reading, unit: Unit, members: int, kind: OrgKind) -> Iterator[Obligation]:
    """A 机关 with so many members sets up a 党总支, with more a 党委."""
    book = reading.book(unit)
    general, committee = book.range(OFFICE_GENERAL), book.number(OFFICE_COMMITTEE)
    if members >= committee:
        code, fitting = OFFICE_COMMITTEE, OrgKind.COMMITTEE
    elif members >= general.least and kind is OrgKind.BRANCH:
        code, fitting = OFFICE_GENERAL, OrgKind.GENERAL_BRANCH
    else:
        return
    least = book.number(code) if code == OFFICE_COMMITTEE else general.least
    text = f"有党员{members}名，机关党员{least}名以上的一般设{fitting.label}。请同上级研究调整设置。"
    yield _hint(reading, unit, MEMBERSHIP, code, "机关党组织设置形式", text)


def _members_below(reading: Reading) -> dict[int, int]:
    """Party members of the branches directly below each 机关党总支, whoever is looking."""
    general = [
        unit.pk
        for unit in reading.units.values()
        if unit.kind == OrgKind.GENERAL_BRANCH and unit.sector == Sector.OFFICE
    ]
    rows = Standing.objects.on(reading.on).filter(
        holding_on(reading.on, "org__placements__"), org__placements__parent__in=general, stage__in=PARTY_STAGES
    )
    parent = "org__placements__parent"
    return dict(rows.order_by().values_list(parent).annotate(n=Count("pk", distinct=True))) if general else {}


def _of_committee(reading: Reading, unit: Unit, held: Dated) -> Iterator[Obligation]:
    book, full = reading.book(unit), unit.heads.full
    needed, size, most = book.number(COMMITTEE_FROM), book.range(SIZE), book.number(SIZE_LIMIT)
    if full and full < needed:
        if held.number <= SECRETARIES:
            return
        code = COMMITTEE_FROM
        text = f"正式党员{full}名，不足{needed}名的一般只设书记和副书记，现在登记了{held.number}名委员。"
    elif held.number < size.least:
        code = SIZE
        text = f"登记了{held.number}名委员，一般{size.least}至{size.most}名。漏登的请补上，缺额的请按程序增补。"
    elif held.number > most:
        code = SIZE_LIMIT
        text = f"登记了{held.number}名委员，一般{size.least}至{size.most}名，最多不超过{most}名。请核对。"
    else:
        return
    yield _hint(reading, unit, COMMITTEE_SIZE, code, "支部委员会人数", text, held.record)


def _of_group(reading: Reading, unit: Unit, pk: int, name: str) -> Iterator[Obligation]:
    heads, book = unit.heads.groups.get(pk, NOBODY), reading.book(unit)
    if not heads.members:
        return
    if heads.members < (needed := book.number(GROUP_MEMBERS)):
        text = f"花名册上有党员{heads.members}名，不足{needed}名。请核对分组，或同别的党小组合并。"
        yield _hint(reading, unit, GROUP_SIZE, GROUP_MEMBERS, f"{name}人数", text)
    elif heads.full < (needed := book.number(GROUP_FULL)):
        text = f"{heads.members}名党员里有正式党员{heads.full}名，至少要有{needed}名。请调整分组。"
        yield _hint(reading, unit, GROUP_SIZE, GROUP_FULL, f"{name}正式党员", text)


def _of_shift(reading: Reading, unit: Unit, each: Dated) -> Iterator[Obligation]:
    """关于党的基层组织任期的意见: an election is moved by generally no more than a year."""
    years = reading.book(unit).number(SHIFT_YEARS)
    if add_months(each.until, 12 * years) < each.day:
        text = (
            f"上一届任期到{each.day:%Y-%m-%d}，{each.until:%Y-%m-%d}就换届了，提前超过{years}年。"
            "请核对日期；属实的，请留存上级批准的文件。"
        )
        yield _hint(reading, unit, TERM_SHIFT, SHIFT_YEARS, "提前换届", text, each.record)
