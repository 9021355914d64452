"""Copying, changing and withdrawing a unit's own outlines."""

from typing import Any

from django.core.exceptions import ValidationError

from partywork.accounts.models import User
from partywork.audit.recorder import action
from partywork.entries.actions import create_record, edit_record
from partywork.orgs.models import Organisation
from summaries.outlines.format import Outline, outline_from
from summaries.outlines.mending import mended
from summaries.outlines.models import OwnOutline
from summaries.phrases.sentences import LibraryError


@action
def copy_outline(*, org: Organisation, source: Outline, label: str, shared: bool, key: str, by: User) -> OwnOutline:
    """An outline of the unit's own that begins as a copy. Raises ValidationError for a name there is already."""
    data = {**source.as_dict(), "label": label}
    data.pop("suits", None)  # it is the unit's own, whatever kind of unit the other was made for
    made = create_record(record=OwnOutline(org=org, label=label, shared=shared, data=data, key=key), by=by)
    assert isinstance(made, OwnOutline)
    return made


@action
def name_outline(*, outline: OwnOutline, label: str, title: str, shared: bool, version: int, by: User) -> OwnOutline:
    """Another name, title of the reports, or reach. Raises ValidationError and StaleEdit."""
    outline.label, outline.shared = label, shared
    return change_outline(
        outline=outline, data={**outline.data, "label": label, "title": title}, version=version, by=by
    )


@action
def change_outline(*, outline: OwnOutline, data: dict[str, Any], version: int, by: User) -> OwnOutline:
    """Raises ValidationError with what the outline would not be in order for, and StaleEdit."""
    try:
        outline_from(data, outline.label)
    except LibraryError as error:
        raise ValidationError(str(error).removeprefix(f"{outline.label}：")) from None
    outline.data = data
    edit_record(record=outline, version=version, by=by)
    return outline


@action
def mend_outline(*, outline: OwnOutline, version: int, by: User) -> tuple[str, ...]:
    """Take out what the product no longer understands; returns what that was.

    Raises ValidationError where what is left makes no outline, and StaleEdit.
    """
    found = mended(outline.data, outline.name)
    if found.data is None:
        raise ValidationError("去掉这些以后，剩下的不成一份体例。请停用它，从系统的体例另复制一份。")
    if found.faults:
        outline.data = found.data
        edit_record(record=outline, version=version, by=by)
    return found.faults


@action
def use_outline(*, outline: OwnOutline, in_use: bool, by: User) -> OwnOutline:
    """Withdraw it, or take it up again; reports written with it stay as they are."""
    outline.withdrawn = not in_use
    edit_record(record=outline, version=outline.version, by=by)
    return outline
