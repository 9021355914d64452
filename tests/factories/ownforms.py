"""Superiors' forms."""

import io
from collections.abc import Mapping
from datetime import date
from typing import Any

from openpyxl import Workbook

from partywork.accounts.models import User
from partywork.orgs.models import Organisation
from summaries.ownforms.actions import Upload, add_form
from summaries.ownforms.models import OwnForm

TODAY = date(2026, 7, 1)


def workbook(**sheets: Mapping[str, Any]) -> Workbook:
    """A workbook of sheets by name, each with what its cells hold."""
    book = Workbook()
    book.remove(book.active)
    for name, cells in sheets.items():
        sheet = book.create_sheet(name)
        for place, value in cells.items():
            sheet[place] = value
    return book


def as_bytes(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def make_form(org: Organisation, by: User, content: bytes | None = None, **given: Any) -> OwnForm:
    content = content or as_bytes(workbook(表={"A1": "支委会", "B1": "{支委会次数}"}))
    facts: dict[str, Any] = {"name": "半年报表", "key": f"form-{OwnForm.objects.count()}", "today": TODAY, **given}
    return add_form(org=org, upload=Upload("半年报表.xlsx", content), by=by, **facts)
