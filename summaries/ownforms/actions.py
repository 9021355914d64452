"""Keeping a superior's form."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

from partywork.accounts.models import User
from partywork.audit.recorder import action, record_event
from partywork.common.periods import period_of
from partywork.entries.actions import create_record, edit_record
from partywork.imports.problems import Problem, UnreadableWorkbook
from partywork.measures.window import Window
from partywork.orgs.models import Organisation
from partywork.plans.indicator_figures import Indicators
from summaries.ownforms.models import OwnForm

if TYPE_CHECKING:
    from summaries.ownforms.layout import Layout

TOLD = 30  # problems listed at once


@dataclass(frozen=True)
class Upload:
    """A file as somebody chose it."""

    name: str
    content: bytes


@action
def add_form(*, org: Organisation, name: str, upload: Upload, key: str, by: User, today: date) -> OwnForm:
    """Keep a new form. Raises ValidationError that names each cell that cannot be filled, and what was meant."""
    _check(upload, org, today)
    form = OwnForm(org=org, name=name, key=key, file_name=upload.name[:120], content=upload.content, uploaded_on=today)
    saved = create_record(record=form, by=by)
    assert isinstance(saved, OwnForm)
    return saved


@action
def change_form(*, form: OwnForm, name: str, upload: Upload | None, version: int, by: User, today: date) -> OwnForm:
    """Another name, or another file in its place. Raises ValidationError like ``add_form``, and StaleEdit."""
    form.name = name
    if upload is not None:
        _check(upload, form.org, today)
        form.file_name, form.content, form.uploaded_on = upload.name[:120], upload.content, today
    edit_record(record=form, version=version, by=by)
    return form


@action
def remove_form(*, form: OwnForm, by: User) -> None:
    """Take a form away for good; what was filled from it is not kept here."""
    record_event(by=by, action="ownform.remove", subject=form, summary=f"删除上级表格“{form}”", org_id=form.org_id)
    form.delete()


def _check(upload: Upload, org: Organisation, today: date) -> None:
    try:
        problems = check(upload.content, org, today).problems
    except UnreadableWorkbook as error:
        raise ValidationError({"workbook": str(error)}) from None
    if problems:
        more = [f"另有{len(problems) - TOLD}处，改好上面的再上传一次就会看到。"] if len(problems) > TOLD else []
        raise ValidationError({"workbook": [*map(_told, problems[:TOLD]), *more]})


def _told(problem: Problem) -> str:
    return str(problem)


def check(content: bytes, org: Organisation, today: date) -> "Layout":
    """What the form asks for, and what is wrong with it. Raises UnreadableWorkbook."""
    from summaries.ownforms.layout import read_layout  # and openpyxl: most processes open no workbook
    from summaries.ownforms.workbook import opened

    own = Indicators(org, Window(period_of(today, "half"), today))
    return read_layout(opened(content).book, own)
