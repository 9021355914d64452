"""What the page of a report offers beside the report's own files."""

from urllib.parse import urlencode

from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.pages.http import GateProtocol
from summaries.reports.models import Report


def other_files(report: Report, gate: GateProtocol) -> list[dict[str, str]]:
    """Label, hint and address: the internal ledgers for those who may take them, and superiors' forms to fill."""
    asked = {"org": report.org.code, "period": report.period_code, "data_date": report.data_date.isoformat()}
    forms = f"{reverse('summaries:own_forms')}?{urlencode(asked)}"
    offered = [{"label": "上级表格", "hint": "上级发的 Excel 表格，填好数字", "url": forms}]
    if gate.may(Permission.EXPORT_INTERNAL, report.org):
        url = reverse("summaries:internal", args=[report.pk])
        offered.insert(0, {"label": "Excel 内部台账", "hint": "含个人信息的全部台账，留存自查用", "url": url})
    return offered
