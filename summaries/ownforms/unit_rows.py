"""The repeated rows of a form: one for every unit, with its own figures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from partywork.access.scope import Scope, restrict
from partywork.measures import lookup
from partywork.measures.declarations import Measure, Request
from partywork.measures.display import printed
from partywork.measures.evaluate import evaluate_each
from partywork.measures.values import Value
from partywork.measures.window import Window
from partywork.orgs.enums import BRANCH_KINDS
from partywork.orgs.models import Organisation
from summaries.facts import Facts
from summaries.figures import facts_for
from summaries.ownforms.contents import Content, typed
from summaries.ownforms.layout import BRANCHES, NUMBER, REPEATS, FormCell, month_of
from summaries.text import Part, Token
from summaries.tokens import WORDS, resolve

AtMonth = Callable[[int | None], Facts | None]
Values = Mapping[int, Mapping[Request, Value]]


@dataclass(frozen=True)
class UnitRow:
    """A unit and which it is of its list, from 1."""

    org: Organisation
    number: int


class UnitRows:
    """The rows that one row of a form becomes.

    ``at`` gives the facts of a month (None: of the whole period), or None where there is nothing to fill in.
    """

    def __init__(
        self, cells: list[FormCell], word: str, facts: Facts, at: Callable[[int | None], Facts | None]
    ) -> None:
        self.cells, self.word, self.facts, self.at = cells, word, facts, at

    @cached_property
    def rows(self) -> list[UnitRow]:
        """Those that exist on the data date, and others of the scope that have a figure, by their codes."""
        living = set(self.facts.organisations().values_list("pk", flat=True))
        listed = [org for org in self.candidates if org.pk in living or self._has_figure(org)]
        return [UnitRow(org, number) for number, org in enumerate(listed, 1)]

    @cached_property
    def candidates(self) -> list[Organisation]:
        units = restrict(Organisation.objects.order_by("code"), self.facts.scope)
        return list(units.filter(kind__in=BRANCH_KINDS) if self.word == BRANCHES else units)

    def _has_figure(self, org: Organisation) -> bool:
        return any(not value.is_nothing for values in self.values.values() for value in values[org.pk].values())

    @cached_property
    def values(self) -> Mapping[Window, Values]:
        """Every figure of every unit, in as many queries as for one."""
        wanted: dict[Window, list[Request]] = {}
        for cell in self.cells:
            for found in (self._asked(cell, token) for token in cell.tokens):
                if found is not None:
                    wanted.setdefault(found[0], []).append(found[1])
        ids = [org.pk for org in self.candidates]
        among = Organisation.objects.filter(pk__in=ids).order_by().values("pk")
        return {
            window: evaluate_each(requests, ids, Scope(among, window.on), window) for window, requests in wanted.items()
        }

    def _asked(self, cell: FormCell, token: Token) -> tuple[Window, Request] | None:
        """The figure of a token and its days; None for a word, and for days outside the report."""
        month = self.at(cell.month)
        if month is None or token.expression in (*WORDS, *REPEATS, NUMBER) or month_of(token):
            return None
        slot = resolve(token, month.indicators)
        there = facts_for(slot, month)
        return (there.window, slot.request) if there and slot.request else None

    def content(self, cell: FormCell, row: UnitRow) -> Content:
        """What the cell holds in the row of a unit."""
        token = cell.only
        if token is None:
            return "".join(self._text(cell, part, row) for part in cell.parts)
        if token.expression == NUMBER:
            return row.number
        if self._is_word(token):
            return self._text(cell, token, row)
        found = self._figure(cell, token, row)
        return typed(*found) if found else None

    def _is_word(self, token: Token) -> bool:
        return token.expression in (*WORDS, *REPEATS) or month_of(token) is not None

    def _text(self, cell: FormCell, part: Part, row: UnitRow) -> str:
        if isinstance(part, str):
            return part
        words = {NUMBER: str(row.number), **dict.fromkeys(REPEATS, row.org.short_name)}
        words |= self.facts.words | {"单位": row.org.name, "单位简称": row.org.short_name}
        if month_of(part):
            return part.expression
        if part.expression in words:
            return words[part.expression]
        found = self._figure(cell, part, row)
        return printed(*found) if found else ""

    def _figure(self, cell: FormCell, token: Token, row: UnitRow) -> tuple[Measure, Value] | None:
        asked = self._asked(cell, token)
        if asked is None:
            return None
        window, request = asked
        return lookup.measure(request.code), self.values[window][row.org.pk][request]
