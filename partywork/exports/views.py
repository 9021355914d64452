"""Pages of forms: the list of them, choosing what one is to be of, and the form of one record."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.access.scope import restrict
from partywork.common.ids import id_from
from partywork.exports.actions import note_export
from partywork.exports.asked import Asked, scope_below
from partywork.exports.choices import FormChoice
from partywork.exports.forms import minutes, sign_in, visit_records
from partywork.exports.forms.library import FORMS
from partywork.exports.kinds import FormKind
from partywork.exports.making import make
from partywork.exports.own.queries import template_for
from partywork.meetings.models import Meeting
from partywork.orgs.enums import BRANCH_KINDS
from partywork.pages.downloads import file_response, marked
from partywork.pages.formpages import error_summary
from partywork.pages.views import Crumbs, Page, link
from partywork.visits.models import Visit

TITLE = "表册"
EXPORT = Permission.EXPORT_LEDGERS


def crumbs(*last: dict[str, str]) -> Crumbs:
    return [link("首页", reverse("home")), link(TITLE, reverse("exports:forms")), *last]


class FormList(Page):
    """Every form there is; a unit in the address is carried to the page of each."""

    permission = EXPORT
    template_name = "exports/forms.html"
    title = TITLE

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        org = id_from(self.request.GET.get("org"))
        query = f"?org={org}" if org else ""
        forms = [
            {"title": kind.title, "about": kind.about, "url": reverse(f"exports:{kind.code}") + query} for kind in FORMS
        ]
        return self.show(forms=forms, more=self.more(), primary=None)

    def more(self) -> list[dict[str, str]]:
        pages = [("自己的模板", "templates", Permission.SET_TEMPLATES), ("数据副本", "copy", Permission.EXPORT_COPY)]
        allows = self.request.gate.allows
        return [link(name, reverse(f"exports:{url}")) for name, url, wanted in pages if allows(wanted)]

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link(TITLE, "")]


class UnitForm(Page):
    """Choosing of which unit and days; with ``go`` in the address the file comes."""

    permission = EXPORT
    template_name = "exports/form.html"
    kind: FormKind = FORMS[0]

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        if "go" not in self.request.GET:
            return self.page(self.form())
        form = self.form(self.request.GET)
        if form.is_valid():
            try:
                return self.file(form.asked(self.request.gate))
            except ValidationError as error:
                form.add_error(None, error)
        return self.page(form, status=422)

    def form(self, data: Any = None) -> FormChoice:
        gate, today = self.request.gate, self.request.today
        organisations = self.organisations()
        offers = {
            name
            for name, wanted, permission in (
                ("personal", self.kind.personal, Permission.EXPORT_PERSONAL),
                ("with_base", self.kind.base, Permission.VIEW_DUES_BASE),
            )
            if wanted and gate.allows(permission)
        }
        return FormChoice(
            data, kind=self.kind, organisations=organisations, today=today, offers=offers, initial=self.initial()
        )

    def organisations(self) -> QuerySet[Any]:
        found = self.request.gate.organisations(self.permission).order_by("code")
        return found.filter(kind__in=BRANCH_KINDS) if self.kind.branches_only else found

    def initial(self) -> dict[str, Any]:
        """The user's own unit and the year so far, unless the address says otherwise."""
        asked, today, home = self.request.GET, self.request.today, self.request.gate.home
        usual = {
            "org": home.pk if home else None,
            "on": today,
            "first": today.replace(month=1, day=1),
            "last": today,
            "month": f"{today:%Y-%m}",
            "year": today.year,
        }
        return {name: asked.get(name) or value for name, value in usual.items()}

    def file(self, asked: Asked) -> HttpResponse:
        self.require(asked)
        return taken(self, self.kind, asked)

    def require(self, asked: Asked) -> None:
        """What is personal only for a unit where this user may take it out."""
        gate = self.request.gate
        for wanted, permission in (
            (self.kind.carries_personal(asked), Permission.EXPORT_PERSONAL),
            (asked.with_base, Permission.VIEW_DUES_BASE),
        ):
            if wanted and not gate.may(permission, asked.org):
                raise PermissionDenied(f"您在“{asked.org.short_name}”没有“{permission.value}”的权限。")

    def page(self, form: FormChoice, status: int = 200) -> HttpResponse:
        return self.show(
            status=status,
            title=self.kind.title,
            intro=f"{self.kind.about}。",
            form=form,
            error_summary=error_summary(form, []),
            cancel_url=reverse("exports:forms"),
            template=self.template_in_use(form),
        )

    def template_in_use(self, form: FormChoice) -> dict[str, str] | None:
        """The office's own template for the unit that is offered, and where it is looked after."""
        asked = id_from(form["org"].value())
        org = self.organisations().filter(pk=asked).first() if asked else None
        found = template_for(org, self.kind.code, self.request.today) if org and self.kind.takes_templates else None
        return {"by": found.org.short_name, "url": reverse("exports:templates")} if found else None

    def breadcrumbs(self) -> Crumbs:
        return crumbs(link(self.kind.title, ""))


class RecordFile(Page):
    """The form of one record, straight from its page."""

    permission = EXPORT
    kind: ClassVar[FormKind]
    model: ClassVar[type[Model]]
    detail_url: ClassVar[str]

    def get(self, *args: Any, pk: int, **kwargs: Any) -> HttpResponseBase:
        record: Any = restrict(self.model._default_manager.all(), self.scope).filter(pk=pk).first()
        if record is None or record.is_cancelled:
            raise Http404
        on = self.request.today
        asked = Asked(
            record.org, scope_below(record.org, self.request.gate, on), on, record.date, record.date, record=record
        )
        try:
            return taken(self, self.kind, asked)
        except ValidationError as error:
            messages.error(self.request, "；".join(error.messages))
            return redirect(reverse(self.detail_url, args=[pk]))


class MeetingMinutes(RecordFile):
    permission = Permission.EXPORT_PERSONAL
    kind = minutes.KIND
    model = Meeting
    detail_url = "meetings:detail"


class MeetingSignIn(RecordFile):
    kind = sign_in.KIND
    model = Meeting
    detail_url = "meetings:detail"


class VisitRecord(RecordFile):
    permission = Permission.EXPORT_PERSONAL
    kind = visit_records.KIND
    model = Visit
    detail_url = "visits:detail"


def taken(page: Page, kind: FormKind, asked: Asked) -> HttpResponse:
    """The file, put on record as it leaves."""
    made = make(kind, asked, page.request.today, mark=marked(page.request))
    note_export(kind=kind, asked=asked, made=made, by=page.request.user)
    response = file_response(made.content, made.name, made.content_type)
    response["Cache-Control"] = "private, no-store"
    return response
