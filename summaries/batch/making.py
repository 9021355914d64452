"""One unit's report in the formats wanted, from the text that the unit has or from the records."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from partywork.measures.reading import consistent_read
from partywork.measures.window import Window
from partywork.orgs.models import Organisation
from summaries.batch.order import BatchOrder
from summaries.batch.sources import FRESH, Stored
from summaries.checks import Check, Level
from summaries.exports import FORMATS, Compiled, filename_of
from summaries.facts import Facts, Order
from summaries.lifecycle.kept_files import kept_file
from summaries.outlines.library import STANDARD, fitting
from summaries.peers import Peers
from summaries.reports.desk import draft_of, open_report, order_of

PDF = "pdf"
PASSED, NOTHING_FOUND = "签发时已经检查", "没有错误和提醒"
LEVELS: dict[Level, str] = {"error": "处错误", "warning": "处提醒"}


@dataclass(frozen=True)
class Made:
    """``name`` is the file name without its ending; ``files`` by format, the Word file also where only a PDF is wanted.

    ``looked_at`` says in words what the check found.
    """

    name: str
    files: dict[str, bytes]
    source: str
    data_date: date
    looked_at: str


def orders_for(orgs: Sequence[Organisation], batch: BatchOrder, signed_on: date) -> list[Order]:
    """The order of each unit; without a common outline, in the one that fits it first."""
    orders = [Order(org, batch.period, batch.data_date, batch.outline or STANDARD, signed_on) for org in orgs]
    if batch.outline or not orders:
        return orders
    peers = Peers(orgs, orders[0], Window(batch.period, batch.data_date))
    speakers = {org.pk: peers.speaker(org.pk) for org in orgs}
    best = {speaker: fitting(speaker)[0].name for speaker in set(speakers.values())}
    return [replace(order, outline=best[speakers[order.org.pk]]) for order in orders]


@consistent_read()
def make_fresh(facts: Facts, formats: tuple[str, ...]) -> Made:
    report, checks = draft_of(facts.order, facts)
    return _made(report, formats, FRESH, in_words(checks))


@consistent_read()
def make_stored(stored: Stored, formats: tuple[str, ...]) -> Made:
    """What was kept, byte for byte; else from the present draft."""
    report, snapshot = stored.report, stored.snapshot
    if snapshot is None:
        desk = open_report(report)
        return _made(desk.compiled, formats, stored.label, in_words(desk.checks))
    files = {name: kept_file(snapshot, name).content for name in needed(formats)}
    return Made(filename_of(order_of(report)), files, stored.label, report.data_date, PASSED)


def needed(formats: tuple[str, ...]) -> tuple[str, ...]:
    """What has to be rendered: a PDF is made of the Word file."""
    return tuple(dict.fromkeys("docx" if name == PDF else name for name in formats))


def _made(report: Compiled, formats: tuple[str, ...], source: str, looked_at: str) -> Made:
    files = {name: FORMATS[name].render(report) for name in needed(formats)}
    return Made(report.filename, files, source, report.facts.order.data_date, looked_at)


def in_words(checks: Iterable[Check]) -> str:
    """2处错误、1处提醒"""
    count = Counter(each.level for each in checks)
    return "、".join(f"{count[level]}{label}" for level, label in LEVELS.items() if count[level]) or NOTHING_FOUND
