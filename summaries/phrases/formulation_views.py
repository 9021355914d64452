"""Pages of set formulations: what is in use, confirming it each half-year, adding one."""

from datetime import date
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.access.scope import restrict
from partywork.common.periods import period_of
from partywork.common.text import format_date
from partywork.orgs.models import Organisation
from partywork.pages.formpages import FormPage
from partywork.pages.views import Crumbs, link
from summaries.phrases.actions import add_formulation, confirm_formulations, edit_formulation
from summaries.phrases.forms import FormulationForm
from summaries.phrases.formulations import Formulation, formulations
from summaries.phrases.models import OwnFormulation
from summaries.phrases.shelf import lines_of
from summaries.phrases.views import OfOneUnit


class OfFormulations(OfOneUnit):
    def url(self) -> str:
        return f"{reverse('summaries:formulations')}?org={self.org.code}"

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link("提法", self.url())]

    def rows(self) -> QuerySet[OwnFormulation]:
        """Those that reports on the unit may use: its own and those of the units above it."""
        line = lines_of([self.org.pk], self.request.today)[self.org.pk]
        return OwnFormulation.objects.filter(org__in=line).select_related("org").order_by("-since", "pk")


class Formulations(OfFormulations):
    title = "提法"
    template_name = "summaries/phrases/formulations.html"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        today, half = self.request.today, period_of(self.request.today, "half")
        rows = [self.row(each, today) for each in self.rows()]
        return self.show(
            unit=self.org,
            units=self.units(),
            half=half.label,
            rows=rows,
            shipped=[_dated(each) for each in formulations()],
            can_confirm=any(row["can_confirm"] for row in rows),
            confirm_url=reverse("summaries:formulations_confirm"),
            new_url=f"{reverse('summaries:formulation_new')}?org={self.org.code}",
        )

    def row(self, each: OwnFormulation, today: date) -> dict[str, Any]:
        is_own, holds = each.org_id == self.org.pk, each.formulation.holds_on(today)
        confirmed = each.is_confirmed_on(today)
        state = ("已确认" if confirmed else "待确认") if holds else "未起用" if today < each.since else "已停用"
        return {
            "pk": each.pk,
            "whose": each.org.short_name,
            "state": state,
            "css": {"已确认": "ok", "待确认": "warn"}.get(state, ""),
            "can_confirm": is_own and holds and not confirmed,
            "edit_url": reverse("summaries:formulation_edit", args=[each.pk]) if is_own else "",
            **_dated(each.formulation),
        }


def _dated(each: Formulation) -> dict[str, str]:
    until = format_date(each.until) if each.until else "仍在使用"
    return {"text": each.text, "source": each.source, "since": format_date(each.since), "until": until}


class Confirm(OfFormulations):
    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        chosen = set(self.request.POST.getlist("pk"))
        own = [each for each in self.rows().filter(org=self.org) if str(each.pk) in chosen]
        today = self.request.today
        count = confirm_formulations(
            formulations=[each for each in own if each.formulation.holds_on(today)], by=self.request.user, today=today
        )
        if count:
            messages.success(self.request, f"已确认{count}条提法在{period_of(today, 'half').label}仍在使用。")
        else:
            messages.info(self.request, "没有选中要确认的提法。")
        return redirect(self.url())


class FormulationPage(OfFormulations, FormPage):
    permission = Permission.COMPILE_REPORTS

    def done(self, result: OwnFormulation) -> str:
        messages.success(self.request, f"已保存提法“{result}”。")
        return self.url()

    def cancel_url(self) -> str:
        return self.url()

    def breadcrumbs(self) -> Crumbs:
        return [*super().breadcrumbs(), link(self.title, "")]


class FormulationCreate(FormulationPage):
    title = "登记提法"

    @property
    def intro(self) -> str:  # type: ignore[override]
        return f"{self.org.short_name}和它的下级写总结时用的固定说法。过了时间的，检查时会提醒。"

    def form(self, data: Any = None, files: Any = None) -> FormulationForm:
        return FormulationForm(data)

    def save(self, form: Any, formsets: list[Any]) -> OwnFormulation:
        made = form.put_into(OwnFormulation(org=self.org, key=form.cleaned_data["key"]))
        return add_formulation(formulation=made, by=self.request.user, today=self.request.today)


class FormulationEdit(FormulationPage):
    title = "修改提法"

    @cached_property
    def formulation(self) -> OwnFormulation:
        rows = restrict(OwnFormulation.objects.select_related("org"), self.scope)
        found: OwnFormulation | None = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    @cached_property
    def org(self) -> Organisation:
        return self.formulation.org

    def form(self, data: Any = None, files: Any = None) -> FormulationForm:
        kept = self.formulation
        names = ("text", "source", "since", "until", "key", "version")
        return FormulationForm(data, initial={name: getattr(kept, name) for name in names})

    def save(self, form: Any, formsets: list[Any]) -> OwnFormulation:
        changed = form.put_into(self.formulation)
        return edit_formulation(formulation=changed, version=form.cleaned_data["version"], by=self.request.user)
