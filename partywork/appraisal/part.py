"""What appraisals add to the page of a meeting: its outcome, or the way to log it."""

from typing import Any

from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.appraisal.models import Appraisal
from partywork.entries.enums import Status
from partywork.entries.parts import RecordPart
from partywork.meetings.models import Meeting
from partywork.pages.http import PageRequest
from partywork.pages.views import link


class OfMeeting(RecordPart):
    model = Meeting

    def links(self, record: Any, request: PageRequest) -> list[dict[str, str]]:
        if not (record.is_life or record.is_appraisal) or record.status != Status.DONE:
            return []
        logged = Appraisal.objects.filter(meeting=record).exclude(status=Status.CANCELLED).first()
        if logged is not None:
            return [link("看评议结果", reverse("appraisals:detail", args=[logged.pk]))]
        if not request.gate.allows(Permission.LOG_RECORDS):
            return []
        if not request.gate.appointed_at(Permission.LOG_RECORDS).covers(record.org_id):
            return []
        return [link("登记评议结果", reverse("appraisals:create", args=[record.pk]))]


PART = OfMeeting()
