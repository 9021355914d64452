"""What units below told goes into the superior's report: their highlights, and the problems several of them named.

Highlights come from what was confirmed when the superior asked (tasks) and, of units that were not asked or did not
answer, from what they wrote themselves about 品牌与特色 in a frozen report. A figure in them is the unit's own.
What the product wrote in their reports is left out: it rests on the same records as the superior's own text.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any
from zlib import crc32

from partywork.common.text import join_list
from partywork.measures.themes import Theme
from partywork.orgs.enums import BRANCH_KINDS
from partywork.orgs.models import Organisation
from summaries.facts import Facts
from summaries.figures import quoted
from summaries.findings.rules import NAMES_SHOWN, Finding, rules, share_word
from summaries.lifecycle.models import Snapshot, SnapshotKind, SnapshotPart
from summaries.outlines.format import LEAD as LEAD_KEY
from summaries.reports.models import ParagraphState, ReportState
from summaries.tasks.models import Highlight, ReplyState
from summaries.text import Token, TokenError, escape, tokens_of, with_tokens
from summaries.tokens import ONE_OF, slots_of

TOLD = 6  # highlights a theme is told with; which others there are stands beside the paragraph
LEAD = "支部特色做法"
LONGEST = 300  # characters of a unit's own paragraph that go in as it stands
SENT = (ReportState.SUBMITTED, ReportState.APPROVED, ReportState.FROZEN)
SEVERAL = 2
STOOD_BY = (ParagraphState.ACCEPTED, ParagraphState.GENERATED)
MUCH_THE_SAME = 0.5
MOST_COMPARED = 300  # texts


@dataclass(frozen=True)
class Offered:
    """One highlight as a sentence, figures as tokens of its unit."""

    org: Organisation
    theme: str
    title: str
    text: str


@dataclass(frozen=True)
class Reported:
    """A kept report of a unit below: its paragraphs as they were."""

    org: Organisation
    is_frozen: bool
    texts: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Told:
    """The highlights of one theme; ``note`` names those that found no room."""

    theme: str
    text: str
    note: str


class RollUp:
    """What there is from below for one report; nothing is read for a branch."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.reports = () if facts.is_branch else tuple(_reports(facts))

    def highlights(self) -> list[Told]:
        if self.facts.is_branch:
            return []
        offered = list(_offered(self.facts))
        answered = {each.org.pk for each in offered}
        offered += [each for each in _written(self.reports, self.facts) if each.org.pk not in answered]
        themes = dict.fromkeys(each.theme for each in offered)
        return [_paragraph(theme, [each for each in offered if each.theme == theme]) for theme in themes]

    def problems(self, found: Sequence[Finding]) -> list[Finding]:
        """Problems that several branches named and the superior's own rules do not find.

        Those the branches' rules found go by their rule, what branches wrote themselves by its wording.
        """
        known, by_key = {each.key for each in found}, {rule.key: rule for rule in rules()}
        branches = [each for each in self.reports if each.org.kind in BRANCH_KINDS]
        named: dict[str, list[Organisation]] = {}
        for report in branches:
            for key in dict.fromkeys(each["source"].removeprefix("finding:") for each in _problems(report, own=False)):
                named.setdefault(key, []).append(report.org)
        written = together([(report.org, text) for report in branches for text in _own_words(report)])
        if not named and not written:
            return []
        whole = self.facts.organisations().filter(kind__in=BRANCH_KINDS).count()
        own = [_in_their_words(text, orgs, whole) for text, orgs in written if len(orgs) >= SEVERAL]
        return own + [
            _finding(by_key[key].theme, key, by_key[key].about, orgs, whole, by_key[key].texts.get("answer", ""))
            for key, orgs in named.items()
            if len(orgs) >= SEVERAL and key in by_key and key not in known
        ]


def _offered(facts: Facts) -> Iterator[Offered]:
    """Confirmed highlights: each unit's first before anybody's second."""
    asked = Highlight.objects.filter(
        reply__task__org=facts.order.org,
        reply__org__in=facts.organisations(),
        reply__task__period_code=facts.order.period.code,
        reply__task__is_withdrawn=False,
        reply__state=ReplyState.CONFIRMED,
    )
    # The latest question counts where a unit was asked twice.
    by_unit: dict[int, dict[int, list[Highlight]]] = {}
    for each in asked.select_related("reply__org").order_by("reply__org__code", "-reply__task_id", "position"):
        by_unit.setdefault(each.reply.org_id, {}).setdefault(each.reply.task_id, []).append(each)
    latest = [next(iter(tasks.values())) for tasks in by_unit.values()]
    for row in zip_longest(*latest):
        for each in filter(None, row):
            yield Offered(each.reply.org, each.theme, each.title, _of_unit(each.text, each.reply.org, facts))


def _of_unit(text: str, org: Organisation, facts: Facts) -> str:
    """The text with the unit's own figures and name; "" where a figure is one the superior does not know."""
    words = {"单位": org.name, "单位简称": org.short_name}

    def of_unit(token: Token) -> Token | str:
        if token.expression in words:
            return words[token.expression]
        return Token(token.expression, "|".join(filter(None, (ONE_OF + org.code, token.style))))

    try:
        told = with_tokens(text.strip(), of_unit)
        slots_of(told, facts.indicators)
    except TokenError:
        return ""
    return told.removesuffix("。")


def _written(reports: Iterable[Reported], facts: Facts) -> Iterator[Offered]:
    """What units wrote themselves about what is special with them, in frozen reports."""
    for report in reports:
        own = (
            each
            for each in report.texts
            if report.is_frozen and each["is_own"] and each["source"] == f"done:{Theme.BRANDS}"
        )
        for each in own:
            text = _of_unit(each["text"], report.org, facts)
            if text and len(text) <= LONGEST:
                yield Offered(report.org, Theme.BRANDS.value, "", text)


def _paragraph(theme: str, told: Sequence[Offered]) -> Told:
    first, rest = told[:TOLD], told[TOLD:]
    others = join_list([f"{each.org.short_name}“{each.title}”" for each in rest], NAMES_SHOWN)
    note = f"另有{len(rest)}个亮点没有写进来：{others}" if rest else ""
    lead = LEAD if theme == Theme.BRANDS else f"支部在{theme}方面的做法"
    return Told(theme, f"{lead}。{''.join(map(_sentence, first))}", note[:400])


def _sentence(told: Offered) -> str:
    unit = escape(told.org.short_name)
    if not told.title:
        return f"{unit}：{told.text}。"
    work = f"{unit}开展{escape(quoted(told.title, '引文'))}"
    return f"{work}，{told.text}。" if told.text else f"{work}。"


def _reports(facts: Facts) -> Iterator[Reported]:
    """The latest kept report of each unit below for the same period."""
    order = facts.order
    sent = Snapshot.objects.filter(
        report__org__in=facts.organisations(), report__period_code=order.period.code, report__state__in=SENT
    ).exclude(report__org=order.org)
    latest = {each.report.org_id: each for each in sent.select_related("report__org").order_by("at", "pk")}
    if not latest:
        return
    parts = SnapshotPart.objects.filter(snapshot__in=[each.pk for each in latest.values()], name="texts")
    texts = {part.snapshot_id: json.loads(bytes(part.content)) for part in parts.order_by("pk")}
    for each in sorted(latest.values(), key=lambda snapshot: snapshot.report.org.code):
        is_frozen = each.kind == SnapshotKind.FROZEN
        yield Reported(each.report.org, is_frozen, tuple(texts.get(each.pk, ())))


def _problems(report: Reported, *, own: bool) -> Iterator[dict[str, Any]]:
    """Those the report stands by, in the writer's own words or in the product's."""
    told = (each for each in report.texts if each["section"] == "problem" and each["state"] in STOOD_BY)
    return (each for each in told if each["is_own"] is own and not each["source"].startswith(LEAD_KEY))


def _own_words(report: Reported) -> list[str]:
    """Problems the unit wrote itself; one with figures is about itself alone."""
    texts = [each["text"].strip().removesuffix("。") for each in _problems(report, own=True)]
    return [text for text in texts if text and not _has_tokens(text)]


def _has_tokens(text: str) -> bool:
    try:
        return bool(tokens_of(text))
    except TokenError:
        return True


def together(texts: Sequence[tuple[Organisation, str]]) -> list[tuple[str, list[Organisation]]]:
    """Texts that say much the same, under the first wording, with the units that wrote them."""
    found: list[tuple[str, set[str], list[Organisation]]] = []
    for org, text in texts[:MOST_COMPARED]:
        pairs = {text[start : start + 2] for start in range(len(text) - 1)}
        same = next((each for each in found if _overlap(each[1], pairs) >= MUCH_THE_SAME), None)
        if same is None:
            found.append((text, pairs, [org]))
        elif org not in same[2]:
            same[2].append(org)
    return [(text, orgs) for text, _, orgs in found]


def _overlap(one: set[str], other: set[str]) -> float:
    """The share of pairs of characters that two texts have in common."""
    return len(one & other) / max(1, len(one | other))


def _in_their_words(text: str, orgs: list[Organisation], whole: int) -> Finding:
    names = join_list([org.short_name for org in orgs], NAMES_SHOWN)
    key = f"reported.{crc32(text.encode()):08x}"
    return Finding(key, "", f"{share_word(len(orgs), whole)}支部在总结中反映，{text}", "", "", names, "")


def _finding(theme: str, key: str, about: str, orgs: list[Organisation], whole: int, answer: str) -> Finding:
    names = join_list([org.short_name for org in orgs], NAMES_SHOWN)
    text = f"{share_word(len(orgs), whole)}支部在总结中反映{about}"
    return Finding(f"reported.{key}", theme, text, "", answer if not tokens_of(answer) else "", names, about)
