"""Where forms are asked for: beside the lists and records they are made of."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.entries import parts
from partywork.entries.parts import RecordPart
from partywork.exports.forms import development, dues, minutes, rectification, roster, visit_records
from partywork.exports.kinds import FormKind
from partywork.meetings.models import Meeting
from partywork.orgs import panels
from partywork.orgs.models import Organisation
from partywork.pages import beside
from partywork.pages.addresses import address_of
from partywork.pages.http import PageRequest
from partywork.pages.views import link
from partywork.visits.models import Visit

EXPORT = Permission.EXPORT_LEDGERS
CARRIED = ("org", "year")  # from the filter of a list to the page of its form


def beside_list(kind: FormKind) -> Callable[[PageRequest], list[dict[str, str]]]:
    def links(request: PageRequest) -> list[dict[str, str]]:
        if not request.gate.allows(EXPORT):
            return []
        given = "&".join(f"{name}={request.GET[name]}" for name in CARRIED if request.GET.get(name, "").isdecimal())
        return [link(f"{kind.title}（Word）", address_of(f"exports:{kind.code}") + (f"?{given}" if given else ""))]

    return links


class RecordForms(RecordPart):
    """The forms of one record as links of its page."""

    forms: tuple[tuple[str, str], ...]  # label and address

    def links(self, record: Any, request: PageRequest) -> list[dict[str, str]]:
        if record.is_cancelled or not request.gate.may(EXPORT, record.org):
            return []
        return [link(label, reverse(f"exports:{name}", args=[record.pk])) for label, name in self.forms]


class MeetingForms(RecordForms):
    model = Meeting
    forms = (("会议记录（Word）", "meeting_minutes"), ("签到表（Word）", "meeting_sign_in"))


class VisitForms(RecordForms):
    model = Visit
    forms = (("走访记录（Word）", "visit_record"),)


class OrganisationForms(panels.Panel):
    code = "forms"

    def links(self, org: Organisation, request: PageRequest) -> list[dict[str, str]]:
        if not request.gate.may(EXPORT, org):
            return []
        return [link("表册（Word）", f"{reverse('exports:forms')}?org={org.pk}")]


PARTS = [MeetingForms(), VisitForms()]
PANEL = OrganisationForms()
LISTS: dict[str, FormKind] = {
    "meetings:list": minutes.KIND,
    "members:list": roster.KIND,
    "visits:list": visit_records.KIND,
    "rectification:list": rectification.KIND,
    "development:list": development.KIND,
    "dues:list": dues.MONTH_KIND,
    "dues:sheet": dues.YEAR_KIND,
}


def install() -> None:
    """Called once when the app is ready."""
    import_module("partywork.exports.copy.work")  # registers its kind of background work
    parts.register(PARTS)
    panels.register([PANEL])
    beside.register({name: beside_list(kind) for name, kind in LISTS.items()})
