"""Pages of outlines: the list, looking at one, trying it out, copying."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.access.scope import restrict
from partywork.common.periods import Period, parse_period
from partywork.orgs.models import Organisation
from partywork.pages.formpages import FormPage
from partywork.pages.views import Crumbs, Page, link
from summaries.facts import Order, default_data_date, speaker_of
from summaries.outlines import library
from summaries.outlines.actions import copy_outline
from summaries.outlines.format import Outline, outline_from
from summaries.outlines.forms import (
    CopyForm,
)
from summaries.outlines.mending import Mended
from summaries.outlines.models import OwnOutline
from summaries.outlines.reading import shown_outline
from summaries.outlines.shelf import OWN, look_through, within_sight
from summaries.renderers import html
from summaries.reports.desk import draft_of
from summaries.reports.forms import offered_periods, usual_period
from summaries.text import Token, with_tokens

COMPILE = Permission.COMPILE_REPORTS
MEND_FIRST = "这个体例有几处已经用不了，请先去掉这几处，或复制一份再改。"


class OfOutlines(Page):
    permission = COMPILE

    @cached_property
    def homes(self) -> list[Organisation]:
        return [each.org for each in self.request.gate.appointments]

    def may_share(self, org: Organisation | None) -> bool:
        """Whoever receives the reports of units below may give them an outline."""
        return org is not None and self.request.gate.may(Permission.RECEIVE_REPORTS, org)

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link("体例", reverse("summaries:outlines"))]


class OutlineList(OfOutlines):
    title = "体例"
    template_name = "summaries/outlines/list.html"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        home = self.request.gate.home
        presets = library.fitting(speaker_of(home, self.request.today)) if home else library.outlines().values()
        own = list(within_sight(self.scope, self.homes).order_by("withdrawn", "label", "pk"))
        return self.show(
            presets=[{"name": each.name, "label": each.label, "parts": _parts(each)} for each in presets],
            own=[{"row": each, "faults": look_through(each).faults} for each in own],
        )


EXAMPLES = {"期内": "上半年", "期间": "上半年", "本期": "上半年", "下期": "下半年", "项数": "几"}


def _parts(outline: Outline) -> str:
    """Its first-level headings, as a report on the first half-year would have them."""
    headings = [each.heading for each in outline.sections if each.heading]
    return " · ".join(with_tokens(each, _example) for each in headings)


def _example(token: Token) -> str:
    return EXAMPLES.get(token.expression, token.expression)


class OfOutline(OfOutlines):
    """A page about one outline: a preset, or one of the units' within sight; anything else does not exist."""

    @cached_property
    def row(self) -> OwnOutline | None:
        """The unit's own one; None for a preset."""
        own = OWN.match(self.kwargs["name"])
        if own is None:
            return None
        row: OwnOutline | None = within_sight(self.scope, self.homes).filter(pk=own["pk"]).first()
        if row is None:
            raise Http404
        return row

    @cached_property
    def looked_through(self) -> Mended:
        return look_through(self.row) if self.row is not None else Mended((), None)

    @cached_property
    def outline(self) -> Outline:
        """What can be used of it. Raises Http404 for a preset that there is not and one of which nothing is left."""
        if self.row is not None:
            if self.looked_through.data is None:
                raise Http404
            return outline_from(self.looked_through.data, self.row.name)
        found_preset = library.outlines().get(self.kwargs["name"])
        if found_preset is None:
            raise Http404
        return found_preset

    @cached_property
    def managed(self) -> OwnOutline:
        """The same, for changing it: only where the user compiles for its unit."""
        if self.row is None or not restrict(OwnOutline.objects.filter(pk=self.row.pk), self.scope).exists():
            raise Http404
        return self.row

    @property
    def may_change(self) -> bool:
        return self.row is not None and restrict(OwnOutline.objects.filter(pk=self.row.pk), self.scope).exists()

    @cached_property
    def period(self) -> Period:
        return parse_period(usual_period(self.request.today))

    def url(self, name: str = "outline", **query: str) -> str:
        address = reverse(f"summaries:{name}", args=[self.kwargs["name"]])
        return address + (f"?{urlencode(query)}" if query else "")

    def breadcrumbs(self) -> Crumbs:
        return [*super().breadcrumbs(), link(self.row.label if self.row else self.outline.label, self.url())]


class OfSoundOutline(OfOutline):
    """A page that needs an outline in order: one that is not is mended first."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            self.scope = self.request.gate.scope(self.permission)
            if self.looked_through.faults:
                messages.error(self.request, MEND_FIRST)
                return redirect(self.url())
        return super().dispatch(request, *args, **kwargs)


class OutlinePage(OfOutline):
    template_name = "summaries/outlines/outline.html"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        row, found = self.row, self.looked_through
        return self.show(
            title=row.label if row else self.outline.label,
            row=row,
            faults=found.faults,
            is_mendable=found.data is not None,
            shown=None if found.faults else shown_outline(self.outline.raw),
            may_change=self.may_change and not found.faults,
            may_withdraw=self.may_change,
            mend_url=self.url("outline_mend"),
            copy_url=self.url("outline_copy"),
            preview_url=self.url("outline_preview"),
            name_url=self.url("outline_name"),
            place_url=self.url("outline_place"),
            step_url=self.url("outline_step"),
            use_url=self.url("outline_use"),
        )


class Preview(OfSoundOutline):
    """The outline filled with the records of a unit: nothing is stored."""

    template_name = "summaries/outlines/preview.html"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        asked, today = self.request.GET, self.request.today
        mine = self.request.gate.organisations(COMPILE)
        homes = [each.pk for each in self.homes]
        org = (
            (mine.filter(code=asked["org"]) if asked.get("org") else mine.filter(pk__in=homes)).order_by("code").first()
        )
        try:
            period = parse_period(asked.get("period") or self.period.code)
        except ValueError:
            raise Http404 from None
        if org is None:
            raise Http404
        order = Order(org, period, default_data_date(period, today), self.outline.name, today, self.outline)
        made, _ = draft_of(order)
        return self.show(
            title=f"试看：{self.outline.label}",
            report_html=html.render(made.document),
            org=org,
            units=mine.order_by("code"),
            period=period,
            periods=offered_periods(today),
            back_url=self.url(),
        )

    def breadcrumbs(self) -> Crumbs:
        return [*super().breadcrumbs(), link("试看", "")]


class Copy(OfOutline, FormPage):
    permission = COMPILE
    title = "复制成自己的体例"
    submit_label = "复制"

    @property
    def intro(self) -> str:  # type: ignore[override]
        without = "已经用不了的几处不复制。" if self.looked_through.faults else ""
        return f"照“{self.outline.label}”复制一份，标题、顺序、主题、编号都可以改。{without}"

    def form(self, data: Any = None, files: Any = None) -> CopyForm:
        home = self.request.gate.home
        organisations = self.request.gate.organisations(COMPILE).order_by("code")
        initial = {"org": home.pk if home else None, "label": f"{self.outline.label.partition('：')[0]}（自定）"}
        return CopyForm(data, organisations=organisations, may_share=self.may_share(home), initial=initial)

    def save(self, form: Any, formsets: list[Any]) -> OwnOutline:
        given = form.cleaned_data
        shared = given.get("shared", False) and self.may_share(given["org"])
        return copy_outline(
            org=given["org"],
            source=self.outline,
            label=given["label"],
            shared=shared,
            key=given["key"],
            by=self.request.user,
        )

    def done(self, result: OwnOutline) -> str:
        messages.success(self.request, f"已复制成“{result}”，下面每一处都可以改。")
        return reverse("summaries:outline", args=[result.name])

    def cancel_url(self) -> str:
        return self.url()

    def breadcrumbs(self) -> Crumbs:
        return [*super().breadcrumbs(), link(self.title, "")]
