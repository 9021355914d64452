"""Putting a template in use, and taking it out of use."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import F

from partywork.accounts.models import User
from partywork.attachments.checking import clean_name
from partywork.audit.recorder import action, record_event
from partywork.entries.actions import create_record, existing
from partywork.exports.kinds import FormKind
from partywork.exports.own.checking import check_package
from partywork.exports.own.models import WordTemplate
from partywork.exports.own.rendering import try_out
from partywork.orgs.models import Organisation


@dataclass(frozen=True)
class Upload:
    """A file as somebody chose it, found to be usable for a form by ``checked``."""

    name: str
    content: bytes


def checked(kind: FormKind, upload: Upload) -> Upload:
    """The upload, after a safe look at the package and a trial. Raises ValidationError that says what to mend.

    Outside the action, because a trial takes seconds and nobody should wait for its transaction.
    """
    try:
        check_package(upload.content)
        try_out(upload.content, kind.fields)
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from None
    return Upload(clean_name(upload.name), upload.content)


@action
def use_template(*, org: Organisation, kind: FormKind, upload: Upload, key: str, by: User, today: date) -> WordTemplate:
    """Put a checked template in use from now on; the unit's former one is withdrawn."""
    earlier: WordTemplate | None = existing(WordTemplate, org, key)
    if earlier is not None:
        return earlier
    former = WordTemplate.objects.filter(org=org, form=kind.code, withdrawn_on=None)
    former.update(withdrawn_on=today, version=F("version") + 1, updated_by=by)
    template = WordTemplate(
        org=org, form=kind.code, key=key, file_name=upload.name, content=upload.content, uploaded_on=today
    )
    saved = create_record(record=template, by=by)
    assert isinstance(saved, WordTemplate)
    return saved


@action
def withdraw_template(*, template: WordTemplate, by: User, today: date) -> WordTemplate:
    """Take it out of use; then the one of the unit above, or the layout of the product, is used again."""
    claimed = WordTemplate.objects.filter(pk=template.pk, withdrawn_on=None).update(
        withdrawn_on=today, version=F("version") + 1, updated_by=by
    )
    if not claimed:
        raise ValidationError("这个模板已经撤下了。")
    template.refresh_from_db()
    record_event(
        by=by, action="wordtemplate.withdraw", subject=template, summary=f"撤下{template}", org_id=template.org_id
    )
    return template
