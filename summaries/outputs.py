"""What the page of a report offers to download."""

from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.pages.http import GateProtocol
from summaries.exports import FORMATS
from summaries.reports.models import Report

INTERNAL = ("Excel 内部台账", "含个人信息的全部台账，留存自查用")
FORMS = ("上级表格", "按上级发的 Excel 表格填好数字")


def downloads_of(report: Report, gate: GateProtocol) -> list[dict[str, str]]:
    """Label, hint and address of each file; the internal ledgers only for those who may take them."""
    offered = [
        (each.label, each.hint, reverse("summaries:download", args=[report.pk, name])) for name, each in FORMATS.items()
    ]
    if gate.may(Permission.EXPORT_INTERNAL, report.org):
        offered.insert(2, (*INTERNAL, reverse("summaries:internal", args=[report.pk])))
    return [{"label": label, "hint": hint, "url": url} for label, hint, url in offered]
