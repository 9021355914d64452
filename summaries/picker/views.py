"""The list of figures to insert into a text, and a text tried out; both for a unit of the user's own scope."""

from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.common.periods import parse_period
from partywork.common.text import format_date
from partywork.orgs.models import Organisation
from partywork.pages.views import Crumbs, Page, link
from summaries.facts import Facts, Order, default_data_date
from summaries.outlines.library import STANDARD
from summaries.owndates import EXAMPLES
from summaries.phrases.models import SentenceKind
from summaries.picker.choices import own_words, panel
from summaries.picker.search import of_theme, offer_by_code, search, themes
from summaries.picker.trying import tried, tried_sentence
from summaries.reports.forms import usual_period


class OfUnit(Page):
    """A page about the figures of one unit in one period, both named in what was asked."""

    permission = Permission.COMPILE_REPORTS

    @property
    def asked(self) -> QueryDict:
        return self.request.GET

    @cached_property
    def org(self) -> Organisation:
        mine, code = self.request.gate.organisations(self.permission), self.asked.get("org", "")
        home = self.request.gate.home
        wanted = mine.filter(code=code) if code else mine.filter(pk=home.pk if home else None)
        org: Organisation | None = wanted.first()
        if org is None:
            raise Http404
        return org

    @cached_property
    def facts(self) -> Facts:
        today, asked = self.request.today, self.asked
        try:
            period = parse_period(asked.get("period") or usual_period(today))
            given = asked.get("data_date")
            data_date = date.fromisoformat(given) if given else default_data_date(period, today)
        except ValueError as error:
            raise BadRequest(str(error)) from None
        return Facts(Order(self.org, period, data_date, STANDARD, today))

    @property
    def kept(self) -> dict[str, str]:
        """What every address of the list carries on."""
        order = self.facts.order
        return {"org": order.org.code, "period": order.period.code, "data_date": order.data_date.isoformat()}

    def breadcrumbs(self) -> Crumbs:
        crumbs = [link("首页", reverse("home")), link("工作总结", reverse("summaries:list"))]
        return [*crumbs, link("指标", f"{reverse('summaries:figures')}?{urlencode(self.kept)}")]


class Figures(OfUnit):
    """Search, themes, or one figure with its choices; ``part`` asks for the inside alone (tokens-input.js)."""

    title = "指标"
    template_name = "summaries/picker/figures.html"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        if "part" in self.asked:
            return render(self.request, "summaries/picker/_part.html", self.context())
        return self.show(**self.context())

    def context(self) -> dict[str, Any]:
        facts, asked = self.facts, self.asked
        query, theme = asked.get("q", "").strip(), asked.get("theme", "")
        shown: dict[str, Any] = {"panel": None, "found": None, "themes": [], "words": []}
        if code := asked.get("figure"):
            offer = offer_by_code(code, facts)
            if offer is None:
                raise Http404
            shown["panel"] = panel(offer, {name: str(asked[name]) for name in asked}, facts)
        elif query:
            shown["found"] = search(query, facts)
        elif theme:
            shown["found"] = of_theme(theme, facts)
        else:
            shown |= {"themes": themes(facts), "words": own_words(facts)}
        kept = self.kept
        about = f"{facts.order.org.short_name}，{facts.order.period.label}，数据截至{format_date(facts.window.on)}"
        shown |= {"date_examples": EXAMPLES}
        return {**shown, "query": query, "theme": theme, "kept": kept, "base": f"?{urlencode(kept)}", "about": about}


class TryText(OfUnit):
    """A text printed as a fragment, or what is wrong with it."""

    template_name = "summaries/picker/_tried.html"

    @property
    def asked(self) -> QueryDict:
        return self.request.POST

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        text, kind = self.asked.get("text", ""), self.asked.get("kind", "")
        is_sentence = kind in SentenceKind.values  # of the library, and not a passage as it will stand
        return self.show(tried=tried_sentence(text, kind, self.facts) if is_sentence else tried(text, self.facts))
