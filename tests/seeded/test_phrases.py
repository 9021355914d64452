"""The whole library over the demo office: whoever speaks, nothing is left open and nothing is said twice."""

from collections import Counter
from datetime import date
from itertools import product

import pytest

from partywork.common.periods import HalfYear
from partywork.orgs.enums import BRANCH_KINDS, OrgKind, Sector
from partywork.orgs.models import Organisation
from summaries.compose import theme_text
from summaries.facts import Facts, Order
from summaries.figures import print_slot
from summaries.phrases.library import themes
from summaries.phrases.sentences import Section
from summaries.phrases.speaker import Speaker
from summaries.text import tokens_of
from summaries.tokens import resolve

DAY = date(2026, 6, 30)
SECTIONS: tuple[Section, ...] = ("done", "plan")
UPPER = [kind for kind in OrgKind if kind not in BRANCH_KINDS]


@pytest.fixture(params=["DEMO", "DEMO-01"])
def facts(request: pytest.FixtureRequest) -> Facts:
    org = Organisation.objects.get(code=request.param)
    facts = Facts(Order(org, HalfYear(2026, 1), DAY, "standard", DAY))
    facts.ask([each for theme in themes().values() for each in theme.requests])
    return facts


def speakers(facts: Facts) -> list[Speaker]:
    kinds = [OrgKind.BRANCH] if facts.is_branch else UPPER
    return [Speaker(kind, sector) for kind in kinds for sector in Sector]


def test_every_theme_prints_without_a_hole_and_no_figure_twice(facts: Facts) -> None:
    printed = 0
    for speaker in speakers(facts):
        facts.__dict__["speaker"] = speaker  # as if the unit were of that kind and sector
        for theme, section in product(themes().values(), SECTIONS):
            tokens = tokens_of(theme_text(theme, section, facts))
            slots = {str(token): resolve(token) for token in tokens}
            assert [name for name, slot in slots.items() if print_slot(slot, facts) is None] == []
            figures = Counter(str(token) for token in tokens if slots[str(token)].request)
            twice = [name for name, times in figures.items() if times > 1]
            assert (speaker, theme.name, twice) == (speaker, theme.name, [])
            printed += len(figures)
    assert printed > 1000
