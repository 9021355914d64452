"""Offices' own Word templates."""

from datetime import date

from partywork.accounts.models import User
from partywork.exports.forms.library import BY_CODE
from partywork.exports.own.actions import Upload, use_template
from partywork.exports.own.models import WordTemplate
from partywork.exports.own.starter import starter
from partywork.orgs.models import Organisation
from partywork.word.template import Faces

TODAY = date(2026, 7, 1)


def make_template(
    org: Organisation, by: User, form: str = "minutes", content: bytes = b"", key: str = "t1"
) -> WordTemplate:
    """The template to start from unless another is given; it is not tried again."""
    kind = BY_CODE[form]
    upload = Upload(f"{kind.title}.docx", content or starter(kind, Faces()))
    return use_template(org=org, kind=kind, upload=upload, key=key, by=by, today=TODAY)
