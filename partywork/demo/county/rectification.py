"""Problems and how far each has come: most closed, some in time, some overdue, each step with its day and line."""

from partywork.demo.county.days import OPEN, half, later, month
from partywork.demo.county.world import County, Unit
from partywork.demo.county.writing import Table
from partywork.demo.rectification import PROBLEMS, PROGRESS
from partywork.orgs.enums import OrgKind
from partywork.rectification.enums import WEAK_ORGANISATION, ProgressKind, State
from partywork.rectification.models import ItemState, Progress, RectificationItem

ITEMS = 4  # of a branch and year
TEMPLATES = [each for each in PROBLEMS if each.category != WEAK_ORGANISATION]
S, K = State, ProgressKind
REQUESTED, AGREED = "措施已落实，申请销号", "同意销号"


class Rectification:
    def __init__(self, county: County) -> None:
        self.county = county
        self.items = Table(RectificationItem, [
            "id", "org_id", "key", "created_by_id", "created_at", "updated_by_id", "updated_at", "version", "date",
            "half", "month", "title", "source", "category", "level_raised", "measures", "leader", "unit", "owner",
            "due_on", "state", "closed_on", "closed_by",
        ])  # fmt: skip
        self.states = Table(ItemState, ["id", "item_id", "state", "due_on", "since", "until"])
        self.progress = Table(Progress, ["id", "item_id", "date", "kind", "text", "created_by_id", "created_at"])
        self.tables = [self.items, self.states, self.progress]

    def make(self, unit: Unit) -> None:
        if unit.kind is not OrgKind.BRANCH:
            return
        for number in range(ITEMS * self.county.years):
            year, in_month = self.county.months[(number * 3 + unit.number) % len(self.county.months)]
            self._item(unit, self.county.some_day(year, in_month), number)

    def _item(self, unit: Unit, raised: str, number: int) -> None:
        county, problem = self.county, TEMPLATES[(unit.number + number * 5) % len(TEMPLATES)]
        if not county.happened(unit, raised):
            return
        above = unit.above
        assert above is not None
        due = later(raised, 40 + county.below(80))
        steps = self._steps(unit, raised)
        state, closed = steps[-1][1], steps[-1][0] if steps[-1][1] is S.CLOSED else None
        pk = self.items.next_id()
        entered = county.entered(unit, raised)
        last = max(entered, f"{steps[-1][0]} 06:00:00")
        self.items.add((
            pk, unit.id, unit.key(), unit.user, entered, above.user if closed else unit.user, last, len(steps), raised,
            half(raised), month(raised), problem.title, problem.source.value, problem.category, problem.level.value,
            problem.measure, "", unit.name, unit.chair, due, state.value, closed, above.writer if closed else "",
        ))  # fmt: skip
        for place, (since, reached) in enumerate(steps):
            until = steps[place + 1][0] if place + 1 < len(steps) else OPEN
            self.states.add((self.states.next_id(), pk, reached.value, due, since, until))
            self._line(unit, pk, since, reached)

    def _line(self, unit: Unit, item: int, day: str, reached: State) -> None:
        above = unit.above
        assert above is not None
        line = {
            S.UNDER_WAY: (K.PROGRESS, PROGRESS[item % len(PROGRESS)], unit.user),
            S.REQUESTED: (K.REQUEST, REQUESTED, unit.user),
            S.CLOSED: (K.CLOSE, AGREED, above.user),
        }.get(reached)
        if line:
            kind, text, user = line
            row = (self.progress.next_id(), item, day, kind.value, text, user, f"{day} 06:00:00")
            self.progress.add(row)

    def _steps(self, unit: Unit, raised: str) -> list[tuple[str, State]]:
        """The states gone through until today, with their first days."""
        days = [(raised, S.NOT_STARTED), (later(raised, 9), S.UNDER_WAY)]
        if not unit.lags and self.county.random() < 0.86:
            closed = 25 + self.county.below(75)
            days += [(later(raised, closed - 4), S.REQUESTED), (later(raised, closed), S.CLOSED)]
        return [(day, state) for day, state in days if day <= self.county.today]
