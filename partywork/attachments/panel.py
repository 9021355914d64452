"""The evidence of a record on its page: the files, handing in more, taking one back."""

from typing import Any

from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.attachments.actions import size_text
from partywork.attachments.enums import ACCEPT
from partywork.attachments.forms import help_text
from partywork.attachments.holders import code_of
from partywork.attachments.models import Attachment, attachments_of
from partywork.pages.details import DetailPage


class WithEvidence(DetailPage):
    """A detail page whose record takes evidence."""

    def panels(self) -> list[dict[str, Any]]:
        record = self.record
        may_write = not record.is_cancelled and self.request.gate.may(Permission.LOG_RECORDS, record.org)
        files = list(attachments_of(record).select_related("uploaded_by", "removed_by"))
        evidence = {
            "template": "attachments/_panel.html",
            "files": [_file(each, may_write) for each in files if not each.is_removed],
            "removed": [each for each in files if each.is_removed],
            "add_url": reverse("attachments:add", args=[code_of(record), record.pk]) if may_write else "",
            "accept": ACCEPT,
            "help": help_text(),
        }
        return [*super().panels(), evidence] if files or may_write else super().panels()


def _file(attachment: Attachment, may_write: bool) -> dict[str, Any]:
    return {
        "name": attachment.name,
        "kind": attachment.get_kind_display(),
        "size": size_text(attachment.size),
        "who": attachment.uploaded_by.full_name,
        "at": attachment.uploaded_at,
        "url": reverse("attachments:file", args=[attachment.pk]),
        "remove_url": reverse("attachments:remove", args=[attachment.pk]) if may_write else "",
    }
