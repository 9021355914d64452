"""A report held against what units beside it sent for the same period: how much reads alike, and where."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.orgs.models import Placement
from partywork.orgs.queries import placement_of
from partywork.pages.http import GateProtocol
from summaries.lifecycle.models import Snapshot, SnapshotPart
from summaries.likeness import Likeness, Sketch, likenesses, load, sketch
from summaries.reports.models import Paragraph, ParagraphState, Report, ReportState
from summaries.text import TokenError, with_tokens

RECEIVE = Permission.RECEIVE_REPORTS
SENT = (ReportState.SUBMITTED, ReportState.APPROVED, ReportState.FROZEN)
LISTED = 3  # siblings; the likest say enough
EXCERPT = 24  # characters of a passage


@dataclass(frozen=True)
class Passage:
    """A passage of the report at hand; ``href`` leads to it."""

    key: str
    text: str
    href: str = ""

    @property
    def excerpt(self) -> str:
        """How it begins, its figures left open."""
        try:
            plain = with_tokens(self.text, lambda _: "…")
        except TokenError:  # a writer's unpaired brace
            plain = self.text
        return plain if len(plain) <= EXCERPT else f"{plain[:EXCERPT]}…"


@dataclass(frozen=True)
class Alike:
    """One sibling; ``name`` and ``url`` only for who may read both reports."""

    percent: int
    passages: tuple[Passage, ...]
    name: str
    url: str


@dataclass(frozen=True)
class Beside:
    """``compared``: how many siblings have sent a report; ``alike``: the likest of them."""

    compared: int
    similar: int
    alike: tuple[Alike, ...]


def passages_of(paragraphs: Iterable[Paragraph]) -> list[Passage]:
    """Of a report being written."""
    return [Passage(each.source_key, each.text, f"#{each.anchor}") for each in paragraphs if each.is_printed]


def passages_kept(snapshot: Snapshot) -> list[Passage]:
    """Of a kept version."""
    texts = json.loads(bytes(snapshot.parts.get(name="texts").content))
    return [Passage(each["source"], each["text"]) for each in texts if each["state"] != ParagraphState.DROPPED]


def sketches(report: Report, passages: Iterable[Passage]) -> list[Sketch]:
    names = (report.org.name, report.org.short_name)
    found = (sketch(each.key, each.text, names) for each in passages)
    return [each for each in found if each is not None]


def beside(report: Report, passages: Sequence[Passage], gate: GateProtocol) -> Beside | None:
    """None where no sibling has sent anything to compare with; as many queries however many there are."""
    latest = {each.report.org_id: each for each in _sent(report)}
    if not latest:
        return None
    by_snapshot = {each.pk: org for org, each in latest.items()}
    parts = SnapshotPart.objects.filter(name="likeness", snapshot__in=by_snapshot)
    kept = {by_snapshot[pk]: load(bytes(content)) for pk, content in parts.values_list("snapshot", "content")}
    found = likenesses(sketches(report, passages), kept)
    names = _may_name(report, gate)
    by_key = {each.key: each for each in passages}
    alike = [_alike(each, latest[each.sibling], by_key, named=names) for each in found[:LISTED]]
    return Beside(len(kept), len(found), tuple(alike))


def _sent(report: Report) -> QuerySet[Snapshot]:
    """The kept versions of units under the same superior for the same period, the latest last."""
    place = placement_of(report.org, report.data_date)
    parent = place.parent_id if place else None
    siblings = Placement.objects.on(report.data_date).filter(parent=parent, parent__isnull=False)
    sent = Snapshot.objects.filter(
        report__org__in=siblings.values("org"), report__period_code=report.period_code, report__state__in=SENT
    )
    return sent.exclude(report__org=report.org_id).select_related("report__org").order_by("at", "pk")


def _may_name(report: Report, gate: GateProtocol) -> bool:
    """Who receives the report receives those of its siblings too: all stand under the same superior."""
    place = placement_of(report.org, gate.on) if gate.allows(RECEIVE) else None
    return bool(place and place.parent and gate.may(RECEIVE, place.parent))


def _alike(each: Likeness, snapshot: Snapshot, by_key: dict[str, Passage], *, named: bool) -> Alike:
    url = reverse("summaries:version", args=[snapshot.report_id, snapshot.pk]) if named else ""
    name = snapshot.report.org.short_name if named else ""
    return Alike(each.percent, tuple(by_key[key] for key in each.keys), name, url)
