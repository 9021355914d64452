"""The report for other programs: the document, every figure with its exact value and its evidence."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from summaries.document import Attachment, Block, Document, Figure, Heading, Paragraph, Run, attachment_label
from summaries.evidence import Backing


def render(document: Document, backing: Mapping[str, Backing] | None = None) -> bytes:
    """UTF-8 JSON; the same Document gives the same bytes."""
    return (json.dumps(as_dict(document, backing), ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def as_dict(document: Document, backing: Mapping[str, Backing] | None = None) -> dict[str, Any]:
    """The same as plain dicts and lists, for keeping in a JSON field; with ``backing`` the records of each figure."""
    behind = backing or {}
    meta = document.meta
    return {
        "meta": {
            "organisation": meta.organisation,
            "period": meta.period,
            "data_date": meta.data_date.isoformat(),
        },
        "document": {
            "title_lines": list(document.title_lines),
            "addressee": document.addressee,
            "draft_mark": document.draft_mark,
            "blocks": _blocks(document.blocks),
            "signature": document.signature,
            "date": document.date.isoformat(),
            "attachments": [
                _attachment(attachment, attachment_label(document, number))
                for number, attachment in enumerate(document.attachments, 1)
            ],
        },
        "figures": [
            _figure(figure, number, behind.get(figure.id)) for number, figure in enumerate(document.figures, 1)
        ],
    }


def _figure(figure: Figure, number: int, backing: Backing | None) -> dict[str, Any]:
    declared = {} if figure.declared is None else {"declared": figure.declared}
    return {
        "id": figure.id,
        "bookmark": f"fig_{number}",
        "token": figure.token,
        "name": figure.name,
        "printed": figure.printed,
        "number": figure.number,
        **declared,
        "unit": figure.unit,
        "definition": figure.definition,
        "theme": figure.theme,
        "organisation": figure.unit_code or None,
        "evidence": {"url": figure.evidence_url, "count": figure.evidence_count} | _records(backing),
    }


def _records(backing: Backing | None) -> dict[str, Any]:
    """How many records there are and the numbers of the first, each unique within its organisation."""
    if backing is None:
        return {}
    listed = [{"organisation": record.org_code, "key": record.key} for record in backing.records]
    return {"ledger": backing.ledger, "records_total": backing.count, "records": listed}


def _attachment(attachment: Attachment, label: str) -> dict[str, Any]:
    return {"label": label, "title": attachment.title, "blocks": _blocks(attachment.blocks)}


def _blocks(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    return [_block(block) for block in blocks]


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"type": "heading", "level": block.level, "text": block.text}
    if isinstance(block, Paragraph):
        return {"type": "paragraph", "kind": block.kind, "runs": [_run(run) for run in block.runs]}
    columns = [{"header": column.header, "align": column.align} for column in block.columns]
    return {
        "type": "table",
        "title": block.title,
        "columns": columns,
        "rows": [[_cell(*cell) for cell in row] for row in block.cells()],
    }


def _cell(text: str, figure_id: str | None) -> str | dict[str, str]:
    return text if figure_id is None else {"text": text, "figure": figure_id}


def _run(run: Run) -> dict[str, str]:
    return {"text": run.text} if run.figure_id is None else {"text": run.text, "figure": run.figure_id}
