"""What a writer does to a report: rewriting, choosing, adding, moving, taking back.

No text is ever lost: what a save replaces, and what a second writer could not save, stays as a version.
"""

import math
from collections.abc import Mapping
from typing import Any, Literal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import F

from partywork.accounts.models import User
from partywork.audit.recorder import action, record_event
from partywork.entries.actions import StaleEdit
from partywork.measures.window import Window
from partywork.plans.indicator_figures import Indicators
from summaries.editor.models import OwnHeading, ParagraphVersion, VersionKind
from summaries.editor.queries import earlier_version, had_texts
from summaries.reports.actions import require_open
from summaries.reports.models import Paragraph, ParagraphState, Part, Report
from summaries.text import TokenError
from summaries.tokens import requests_of, stored

Decision = Literal["plain", "figure", "drop"]
Direction = Literal["up", "down"]


def save_text(*, paragraph: Paragraph, text: str, revision: int, by: User, sitting: str = "") -> Paragraph:
    """``set_paragraph`` for a writer at work: when somebody else was first, the text is kept as a version.

    Over the writer's own text of the same sitting there is nobody to be told of, also when the answer to that
    save was lost on its way. Raises as ``set_paragraph`` does.
    """
    if _is_from(had_texts(paragraph).last(), sitting, by):
        revision = paragraph.revision
    try:
        return set_paragraph(paragraph=paragraph, text=text, revision=revision, by=by, sitting=sitting)
    except StaleEdit:
        keep_lost(paragraph=paragraph, text=text, by=by, sitting=sitting)
        raise


@action
def set_paragraph(*, paragraph: Paragraph, text: str | None, revision: int, by: User, sitting: str = "") -> Paragraph:
    """Put the writer's own text in place of the product's; None, or the product's own words, give that back.

    Saves of one ``sitting`` (a key of the page's) by the same writer make one version and one event.
    Raises ValidationError for braces that do not pair, an unknown figure or an own paragraph without words,
    StaleEdit when someone else saved the paragraph since ``revision``.
    """
    own = None if text is None else _stored(text, paragraph.report)
    _put(paragraph, own, revision, by, sitting=sitting)
    return paragraph


@action
def keep_lost(*, paragraph: Paragraph, text: str, by: User, sitting: str = "") -> None:
    """Keep what a writer typed while somebody else saved the same paragraph."""
    words = _stored(text, paragraph.report)
    if _goes_on(paragraph.versions.filter(kind=VersionKind.LOST).last(), sitting, by, words):
        return
    paragraph.versions.create(kind=VersionKind.LOST, text=words, by=by, sitting=sitting)
    _note(paragraph, "同时修改，另存了文字", by)


@action
def undo(*, paragraph: Paragraph, revision: int, by: User) -> Paragraph:
    """Bring the text back that stood before the present one. Raises ValidationError where there is none."""
    earlier = earlier_version(paragraph)
    if earlier is None:
        raise ValidationError("这一段没有更早的写法。")
    own = None if earlier.kind == VersionKind.SYSTEM else earlier.text
    _put(paragraph, own, revision, by, back_to=earlier)
    return paragraph


@action
def restore(*, paragraph: Paragraph, version: ParagraphVersion, revision: int, by: User) -> Paragraph:
    """Bring back any text of the paragraph, also one that was never used."""
    _put(paragraph, version.text, revision, by)
    return paragraph


@action
def keep_own(*, paragraph: Paragraph, revision: int, by: User) -> Paragraph:
    """Stay with the own text although the records now give another wording."""
    require_open(paragraph.report)
    _claim(paragraph, revision, {"base_text": paragraph.offered_text})
    _note(paragraph, "保留自己的文字", by)
    return paragraph


@action
def decide(*, paragraph: Paragraph, decision: Decision, by: User) -> Paragraph:
    """Take a paragraph in one of its wordings, or leave it out. What was left out comes back the same way.

    Raises ValidationError where there is no wording with figures.
    """
    require_open(paragraph.report)
    if decision == "figure" and not paragraph.figured_text:
        raise ValidationError("这一条没有带数字的写法。")
    state = _state_after(paragraph, decision)
    changes: dict[str, object] = {"state": state}
    if paragraph.is_candidate and decision != "drop":
        changes["with_figure"] = decision == "figure"
    _claim(paragraph, paragraph.revision, changes)
    _note(paragraph, state.label, by)
    if decision == "drop":
        _drop_answer(paragraph)
    return paragraph


def _state_after(paragraph: Paragraph, decision: Decision) -> ParagraphState:
    if decision == "drop":
        return ParagraphState.DROPPED
    is_chosen = paragraph.is_candidate or paragraph.is_own
    return ParagraphState.ACCEPTED if is_chosen else ParagraphState.GENERATED


def _drop_answer(problem: Paragraph) -> None:
    """A problem left out needs no answer; one that the writer already took stays."""
    answer = problem.source_key.replace("finding:", "plan:answer:", 1)
    answers = problem.report.paragraphs.filter(source_key=answer, state=ParagraphState.PROPOSED)
    answers.exclude(pk=problem.pk).update(state=ParagraphState.DROPPED, revision=F("revision") + 1)


@action
def accept_rest(*, report: Report, section: Part, by: User) -> int:
    """Take every candidate of a part that nobody has decided yet, worded as shown; returns how many."""
    require_open(report)
    waiting = report.paragraphs.filter(section=section, state=ParagraphState.PROPOSED)
    count = waiting.update(state=ParagraphState.ACCEPTED, revision=F("revision") + 1)
    summary = f"“{report}”{section.label}：其余{count}条写入"
    record_event(by=by, action="report.accept", subject=report, summary=summary, org_id=report.org_id)
    return count


@action
def add_paragraph(
    *, report: Report, section: Part, text: str, key: UUID, by: User, after: Paragraph | None = None
) -> Paragraph:
    """A paragraph of the writer's own, behind ``after`` or at the end of the part; the same key adds it once.

    Raises ValidationError for no words or tokens that cannot be understood.
    """
    require_open(report)
    source_key = f"{Paragraph.OWN}{key.hex}"
    if same := report.paragraphs.filter(source_key=source_key).first():
        return same
    words = _stored(text, report)
    if not words:
        raise ValidationError({"text": "请写内容。"})
    paragraphs = list(report.paragraphs.filter(section=section))
    place = after if after in paragraphs else (paragraphs[-1] if paragraphs else None)
    paragraph = Paragraph.objects.create(
        report=report, section=section, source_key=source_key, own_text=words,
        heading=place.heading if place else "", state=ParagraphState.ACCEPTED, position=0,
    )  # fmt: skip
    at = paragraphs.index(place) + 1 if place else 0
    _number([*paragraphs[:at], paragraph, *paragraphs[at:]])
    paragraph.versions.create(kind=VersionKind.OWN, text=words, by=by)
    _note(paragraph, "加写一段", by)
    return paragraph


@action
def move(*, paragraph: Paragraph, direction: Direction, by: User) -> Paragraph:
    """Put a paragraph before the one above it, or behind the one below; it joins that one's group.

    Raises ValidationError at the end of the part.
    """
    require_open(paragraph.report)
    if not paragraph.is_movable:
        raise ValidationError("这一段的位置不能动。")
    ordered = list(paragraph.report.paragraphs.filter(section=paragraph.section))
    if paragraph not in ordered:
        raise ValidationError("这一段已经不在了，请刷新页面。")
    at = ordered.index(paragraph)
    beside = ordered[:at][::-1] if direction == "up" else ordered[at + 1 :]
    other = next((each for each in beside if each.is_printed and not each.is_lead), None)
    if other is None:
        raise ValidationError("已经在这一部分的最前面。" if direction == "up" else "已经在这一部分的最后面。")
    ordered.remove(paragraph)
    ordered.insert(ordered.index(other) + (direction == "down"), paragraph)
    paragraph.heading, paragraph.is_moved = other.heading, True
    Paragraph.objects.filter(pk=paragraph.pk).update(heading=other.heading, is_moved=True)
    _number(ordered)
    _note(paragraph, "上移" if direction == "up" else "下移", by)
    return paragraph


@action
def set_heading(*, report: Report, section: Part, heading: str, text: str, by: User) -> None:
    """Call a group of paragraphs by another heading than the outline's; "" gives the outline's back.

    Raises ValidationError for a heading with figures in it.
    """
    require_open(report)
    words = _stored(text, report)
    if requests_of(words, _indicators(report)):
        raise ValidationError({"text": "小标题里不能有数字指标。"})
    if words and words != heading:
        OwnHeading.objects.update_or_create(report=report, section=section, heading=heading, defaults={"text": words})
    else:
        OwnHeading.objects.filter(report=report, section=section, heading=heading).delete()
    summary = f"“{report}”{section.label}：小标题“{heading}”改为“{words or heading}”"
    record_event(by=by, action="report.heading", subject=report, summary=summary, org_id=report.org_id)


@action
def set_headings(*, report: Report, texts: Mapping[tuple[Part, str], str], by: User) -> None:
    """Several headings, all or none.

    Raises ValidationError with what is wrong with each under "section:heading".
    """
    errors: dict[str, Any] = {}
    for (section, heading), text in texts.items():
        try:
            set_heading(report=report, section=section, heading=heading, text=text, by=by)
        except ValidationError as error:
            errors[f"{section.value}:{heading}"] = error.messages
    if errors:
        raise ValidationError(errors)


def _stored(text: str, report: Report) -> str:
    try:
        return stored(text.strip(), _indicators(report))
    except TokenError as error:
        raise ValidationError({"text": str(error)}) from None


def _indicators(report: Report) -> Indicators:
    return Indicators(report.org, Window(report.period, report.data_date))


def _put(
    paragraph: Paragraph,
    own: str | None,
    revision: int,
    by: User,
    *,
    sitting: str = "",
    back_to: ParagraphVersion | None = None,
) -> None:
    """Make ``own`` the paragraph's text and keep the one before."""
    require_open(paragraph.report)
    if paragraph.is_own and not own:
        raise ValidationError({"text": "请写内容。不要这一段，可以选“不写”。"})
    kind_before = VersionKind.SYSTEM if paragraph.own_text is None else VersionKind.OWN
    before = ParagraphVersion(paragraph=paragraph, kind=kind_before, text=paragraph.text)
    offered = paragraph.offered_text
    own = None if own == offered else own
    changes: dict[str, object] = {"own_text": own, "base_text": "" if own is None else offered}
    if paragraph.state in (ParagraphState.PROPOSED, ParagraphState.DROPPED) and own is not None:
        changes["state"] = _state_after(paragraph, "plain")
    _claim(paragraph, revision, changes)
    if _goes_on(had_texts(paragraph).last(), sitting, by, paragraph.text):
        return
    if not had_texts(paragraph).exists():
        before.save()
    kind = VersionKind.SYSTEM if own is None else VersionKind.OWN
    paragraph.versions.create(kind=kind, text=paragraph.text, by=by, sitting=sitting, back_to=back_to)
    _note(paragraph, "恢复系统成文" if own is None else "改写", by)


def _goes_on(version: ParagraphVersion | None, sitting: str, by: User, text: str) -> bool:
    """Whether the writer is still at ``version``; then it takes the text."""
    if version is None or not _is_from(version, sitting, by):
        return False
    version.text = text
    version.save()
    return True


def _is_from(version: ParagraphVersion | None, sitting: str, by: User) -> bool:
    return version is not None and bool(sitting) and (version.sitting, version.by_id) == (sitting, by.pk)


def _claim(paragraph: Paragraph, revision: int, changes: dict[str, object]) -> None:
    rows = Paragraph.objects.filter(pk=paragraph.pk, revision=revision)
    if not rows.update(revision=F("revision") + 1, **changes):
        raise StaleEdit
    paragraph.refresh_from_db()


def _number(part: list[Paragraph]) -> None:
    """Give the paragraphs of a part these places; the parts follow each other as before."""
    section = part[0].section
    others = list(part[0].report.paragraphs.exclude(section=section))
    parts = list(dict.fromkeys([*(each.section for each in sorted([*others, *part], key=_place)), section]))
    everything = sorted([*others, *part], key=lambda each: parts.index(each.section))
    for position, each in enumerate(everything, 1):
        each.position = position
    Paragraph.objects.bulk_update(everything, ["position"])


def _place(paragraph: Paragraph) -> float:
    """Where it stands; one that is new stands nowhere yet."""
    return paragraph.position or math.inf


def _note(paragraph: Paragraph, what: str, by: User) -> None:
    report = paragraph.report
    summary = f"“{report}”{paragraph.get_section_display()}：{what}“{paragraph.heading or paragraph.theme}”"
    record_event(by=by, action="report.paragraph", subject=paragraph, summary=summary, org_id=report.org_id)
