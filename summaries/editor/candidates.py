"""Problems and plans as candidates: both wordings, whom they are about, and the figures they rest on."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from partywork.measures import lookup
from partywork.pages.figures import figure_url
from partywork.pages.views import link
from partywork.rectification.raising import LONGEST_PROBLEM, PROBLEM
from summaries.editor.passages import REWRITTEN, origin_of
from summaries.reports.desk import Desk
from summaries.reports.models import Paragraph, ParagraphState, Part
from summaries.text import tokens_of
from summaries.tokens import requests_of


def candidates_of(desk: Desk) -> list[dict[str, Any]]:
    """Every candidate of the report, also those left out, in its order."""
    return [_candidate(each, desk) for each in desk.paragraphs if each.is_candidate and not each.is_lead]


def undecided(candidates: list[dict[str, Any]]) -> dict[str, int]:
    """How many of each part nobody has decided yet."""
    parts = (Part.PROBLEM, Part.PLAN)
    return {part.value: sum(each["section"] == part and not each["state"] for each in candidates) for part in parts}


def _candidate(paragraph: Paragraph, desk: Desk) -> dict[str, Any]:
    page, report = desk.compiled, desk.report
    args = [report.pk, paragraph.pk]
    return {
        "key": paragraph.pk,
        "anchor": paragraph.anchor if paragraph.is_printed else "",
        "section": paragraph.section,
        "state": "" if paragraph.state == ParagraphState.PROPOSED else paragraph.get_state_display(),
        "is_dropped": paragraph.state == ParagraphState.DROPPED,
        "own": page.plain(paragraph.text) if origin_of(paragraph) == REWRITTEN else "",
        "text": page.plain(paragraph.generated_text),
        "text_with_figure": page.plain(paragraph.figured_text),
        "takes_figure": paragraph.with_figure,
        "note": paragraph.note,
        "evidence": [_evidence(text, desk) for text in _figures_behind(paragraph)],
        "edit_url": reverse("summaries:paragraph", args=args),
        "step_url": reverse("summaries:paragraph_step", args=args),
        "raise_url": _raise_url(paragraph, desk),
    }


def _raise_url(paragraph: Paragraph, desk: Desk) -> str:
    """The form that puts a problem on the rectification ledger, offered in its words without the figure."""
    if paragraph.section != Part.PROBLEM:
        return ""
    problem = desk.compiled.plain(paragraph.generated_text)
    return f"{reverse('summaries:raise', args=[desk.report.pk])}?{urlencode({PROBLEM: problem[:LONGEST_PROBLEM]})}"


def _evidence(token: str, desk: Desk) -> dict[str, str]:
    request = requests_of(token)[0]
    url = figure_url(request, desk.report.org.code, desk.compiled.facts.window)
    return link(lookup.show_request(request), url)


def _figures_behind(paragraph: Paragraph) -> list[str]:
    """One token for each figure a candidate rests on."""
    text = paragraph.figured_text or paragraph.generated_text
    return list(dict.fromkeys("{" + token.expression + "}" for token in tokens_of(text) if requests_of(str(token))))
