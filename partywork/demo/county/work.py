"""The work log: what such branches do over the year, with quantities and partner units."""

from partywork.demo.county.days import half, month
from partywork.demo.county.world import County, Unit
from partywork.demo.county.writing import Table
from partywork.demo.work_texts import MONTHLY, ONCE, Text
from partywork.worklog.enums import NamedAs, WorkKind
from partywork.worklog.lines import LineData, as_lines
from partywork.worklog.models import Counterpart, QuantityLine, WorkLog

LOGS = 10  # of a branch and year
ALL_CALLED = (WorkKind.TRAINING, WorkKind.INTEGRITY)


class Work:
    def __init__(self, county: County) -> None:
        self.county = county
        self.logs = Table(WorkLog, [
            "id", "org_id", "key", "created_by_id", "created_at", "updated_by_id", "updated_at", "date", "half",
            "month", "title", "place", "tag", "kind", "items", "people", "members_taking_part", "members_due", "served",
            "hours", "document_number",
        ])  # fmt: skip
        self.lines = Table(QuantityLine, [
            "id", "log_id", "position", "object", "quantity_milli", "unit", "amount_fen",
        ])  # fmt: skip
        self.partners = Table(Counterpart, ["id", "log_id", "part", "name"])
        self.tables = [self.logs, self.lines, self.partners]
        everywhere = [text for text in (*ONCE, *MONTHLY) if text.where != "root"]
        self._texts: list[tuple[Text, list[LineData]]] = [(text, as_lines(text.lines)) for text in everywhere]

    def make(self, unit: Unit) -> None:
        if not unit.people:
            return
        county = self.county
        for number in range(county.years * (LOGS // 3 if unit.lags else LOGS)):
            text, lines = self._texts[(unit.number + number * 7) % len(self._texts)]
            if text.where != "branches" and unit.sector not in text.where.split("|"):
                text, lines = self._texts[0]
            year, in_month = county.months[(number * 5 + unit.number) % len(county.months)]
            self._log(unit, county.some_day(year, in_month), text, lines)

    def _log(self, unit: Unit, day: str, text: Text, lines: list[LineData]) -> None:
        county = self.county
        here = len(unit.roster(day)) if county.happened(unit, day) else 0
        if not here:
            return
        called = text.kind in ALL_CALLED
        members = max(here - county.below(here // 4 + 1), 1) if called else min(2 + county.below(8), here)
        people = members if called else members + county.below(12)
        served = text.served[0] + county.below(text.served[1] - text.served[0] + 1) if text.served[1] else 0
        pk, moment = self.logs.next_id(), county.entered(unit, day)
        title = text.titles[pk % len(text.titles)].format(unit=unit.name, month=int(day[5:7]))
        self.logs.add((
            pk, unit.id, unit.key(), unit.user, moment, unit.user, moment, day, half(day), month(day), title,
            text.place, text.tag, text.kind.value, text.items, people, members, here if called else None, served,
            text.hours, "",
        ))  # fmt: skip
        for position, line in enumerate(lines, 1):
            row = (self.lines.next_id(), pk, position, line.object, line.quantity_milli, line.unit, line.amount_fen)
            self.lines.add(row)
        for part, names in ((NamedAs.PARTNER, text.partners), (NamedAs.RECIPIENT, text.recipients)):
            for name in names:
                self.partners.add((self.partners.next_id(), pk, part.value, name))
