"""The records of a period, ledger by ledger, without personal columns; and how late each was entered."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from partywork.access.scope import Scope, restrict
from partywork.common.periods import Period, month_of
from partywork.entries.enums import Status
from partywork.entries.lateness import LATE, Lateness
from partywork.entries.models import Entry
from partywork.ledgers.columns import Ledger, all_ledgers
from partywork.ledgers.spreadsheet import Sheet, SheetColumn
from partywork.members.models import Standing
from partywork.orgs.dated import Dated
from partywork.orgs.models import Organisation

_CHUNK = 500


def ledgers() -> list[Ledger]:
    return all_ledgers()


def rows_of(ledger: Ledger, scope: Scope, period: Period) -> QuerySet[Any]:
    """The ledger's rows of the scope that concern the period; cancelled ones too, which say so in their column."""
    model = ledger.model
    rows = Standing.objects.real() if model is Standing else model._default_manager.all()
    return restrict(rows, scope).filter(_within(model, period)).order_by("pk")


def _within(model: Any, period: Period) -> Q:
    """By the day of what happened, the days a fact held, or the month or year it is about; else all there is."""
    names = {each.name for each in model._meta.get_fields()}
    if issubclass(model, Entry):
        return Q(date__lte=period.end) & (Q(date__gte=period.start) | Q(until__gte=period.start))
    if issubclass(model, Dated):
        return Q(since__lte=period.end, until__gt=period.start)
    if "month" in names:
        return Q(month__gte=month_of(period.start), month__lte=month_of(period.end))
    if "year" in names:
        return Q(year__gte=period.start.year, year__lte=period.end.year)
    return Q()


def ledger_sheet(ledger: Ledger, rows: QuerySet[Any], counted: list[int]) -> Sheet:
    """``counted`` gets a number for every row written."""

    def written() -> Iterator[list[Any]]:
        for row in ledger.table(rows, personal=False):
            counted.append(1)
            yield row

    columns = [SheetColumn(each.header, each.width, each.kind) for each in ledger.exported(personal=False)]
    return Sheet(ledger.title, ledger.title, columns, written(), "不含公民身份号码、手机号码等个人信息")


LAG_COLUMNS = [
    SheetColumn("党组织", 22),
    SheetColumn("台账", 16),
    SheetColumn("记录", 36),
    SheetColumn("发生日期", 12, "date"),
    SheetColumn("登记日期", 12, "date"),
    SheetColumn("间隔天数", 10, "int"),
    SheetColumn("登记人", 12),
    SheetColumn("标记", 18),
]
UNIT_COLUMNS = [
    SheetColumn("编码", 14),
    SheetColumn("党组织", 26),
    SheetColumn("记录条数", 10, "int"),
    SheetColumn("当天登记", 10, "int"),
    SheetColumn("7天以内", 10, "int"),
    SheetColumn("超过7天", 10, "int"),
    SheetColumn("其中补录", 10, "int"),
    SheetColumn("间隔中位数（天）", 17, "decimal"),
    SheetColumn("最长间隔（天）", 15, "int"),
]
LAG_NOTE = "间隔是发生日期到登记日期的天数，提前登记的按0天算；补录按登记时限的规则判断；已取消的不在内"
WEEK = 7


@dataclass
class Lags:
    """How late what happened in the period was entered, per record and per unit."""

    scope: Scope
    period: Period
    by_unit: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    late: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def read(self) -> Iterator[list[Any]]:
        """A row a record; to be read before the sheets are made."""
        for ledger in ledgers():
            if not issubclass(ledger.model, Entry):
                continue
            rows = rows_of(ledger, self.scope, self.period).exclude(status=Status.CANCELLED)
            for entries in _chunks(rows.select_related("org", "created_by")):
                marks = Lateness(entries)
                for entry in entries:
                    yield self._row(ledger, entry, marks.marks(entry))

    def records(self, rows: list[list[Any]]) -> Sheet:
        return Sheet("逐条", "登记间隔逐条", LAG_COLUMNS, rows, LAG_NOTE)

    def _row(self, ledger: Ledger, entry: Entry, mark: str) -> list[Any]:
        lag = max(0, entry.lag_days)
        self.by_unit[entry.org_id].append(lag)
        self.late[entry.org_id] += mark.startswith(LATE)
        entered = timezone.localdate(entry.created_at)
        name = about(entry)
        return [
            entry.org.short_name, ledger.title, name, entry.date, entered, lag, entry.created_by.full_name, mark
        ]  # fmt: skip

    def units(self, organisations: QuerySet[Organisation]) -> Sheet:
        return Sheet("按党组织", "登记间隔", UNIT_COLUMNS, [self._unit(org) for org in organisations], LAG_NOTE)

    def _unit(self, org: Organisation) -> list[Any]:
        lags = self.by_unit.get(org.pk, [])
        within = sum(each <= WEEK for each in lags)
        return [
            org.code,
            org.short_name,
            len(lags),
            lags.count(0),
            within,
            len(lags) - within,
            self.late.get(org.pk, 0),
            median(lags) if lags else None,
            max(lags, default=None),
        ]


def _chunks(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    held: list[Any] = []
    for row in rows.iterator(chunk_size=_CHUNK):
        held.append(row)
        if len(held) == _CHUNK:
            yield held
            held = []
    if held:
        yield held


def about(record: Any) -> str:
    """A record by its title, else by what kind of meeting or of record; nobody's name where it is about one person."""
    return getattr(record, "title", "") or getattr(record, "kinds_text", "") or str(type(record)._meta.verbose_name)
