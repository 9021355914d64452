"""The page of pictures of one unit: where things stand, how they went month by month, who the members are."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.compliance.heat import heat_of, months_of
from partywork.compliance.places import below, chosen_unit, only
from partywork.measures.evaluate import evaluate
from partywork.orgs.enums import BRANCH_KINDS
from partywork.orgs.models import Organisation, Placement
from partywork.orgs.queries import children_of, ids_of_path, organisations_in
from partywork.pages.views import Crumbs, Page, link
from partywork.pictures import funnel, structure, trends
from partywork.pictures.choosing import Choice, ChoiceForm, offered
from partywork.pictures.picture import Picture


class Overview(Page):
    template_name = "pictures/overview.html"
    permission = Permission.VIEW_RECORDS
    title = "图表"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        org = chosen_unit(self.request)
        asked = {"period", "on", "figure"} & set(self.request.GET)
        form = ChoiceForm(self.request.GET if asked else None, today=self.request.today)
        choice = Choice.of(form, org)
        self.choice, window = choice, choice.window
        is_ahead = window.is_future
        return self.show(
            title=f"{org.short_name}图表",
            intro=f"{window.period.label}，{trends.as_of(window)}。",
            form=form,
            form_errors=form.errors.get("figure", []),
            org=org,
            is_ahead=is_ahead,
            children=self.children(org),
            heat=None if is_ahead else self.heat(org),
            trends=[] if is_ahead else self.trends(org),
            people=[] if is_ahead else self.people(org),
            offered=offered(choice.codes),
            more=self.more(org),
            primary=None,
        )

    def heat(self, org: Organisation) -> dict[str, Any] | None:
        """What is owed by whom, as on the page of it: its children by kind, of a branch its months."""
        on = self.choice.window.on
        if org.kind in BRANCH_KINDS:
            found = months_of(org, only(org, self.scope), on, "owed")
            return found if found["rows"] else None
        return heat_of(org, below(org, self.scope), on)

    def trends(self, org: Organisation) -> list[Picture]:
        found = trends.trends_of(org, self.choice.window, self.choice.codes)
        return [trends.picture_of(trend, f"trend-{number}") for number, trend in enumerate(found, 1)]

    def people(self, org: Organisation) -> list[Picture]:
        """Structure of the members and the way of the problems, of the unit as it was on the data date."""
        window = self.choice.window
        scope = self.request.gate.report_scope(org.code, window.on)
        values = evaluate([*structure.REQUESTS, *funnel.REQUESTS], scope, window)
        problems = funnel.picture_of(values, org, window, "funnel")
        kinds, genders, *others = (
            structure.picture_of(code, values, org, window, code.replace(".", "-")) for code in structure.SPLITS
        )
        return [kinds, genders, problems, *others]  # the short ones beside each other

    def children(self, org: Organisation) -> list[dict[str, str]]:
        """The units one level down that the reader may see, for the same days and figures."""
        seen = children_of(org, self.request.today).filter(pk__in=organisations_in(self.scope).values("pk"))
        return [link(child.short_name, self.choice.address("pictures:overview", child)) for child in seen]

    def more(self, org: Organisation) -> list[dict[str, str]]:
        links = [link("大屏", f"{reverse('pictures:screen')}?{urlencode({'org': org.pk})}")]
        if self.is_own_branch(org):
            links.append(link("每人参加情况", f"{reverse('pictures:attendance')}?{urlencode({'org': org.pk})}"))
        return links

    def is_own_branch(self, org: Organisation) -> bool:
        gate, needed = self.request.gate, Permission.LOG_RECORDS
        is_branch = org.kind in BRANCH_KINDS
        return is_branch and gate.allows(needed) and gate.appointed_at(needed).covers(org.pk)

    def breadcrumbs(self) -> Crumbs:
        """首页, the units above that the reader may see, this page."""
        org = self.choice.org
        placement = Placement.objects.on(self.request.today).filter(org=org).first()
        above = ids_of_path(placement.path)[:-1] if placement else []
        seen = {unit.pk: unit for unit in organisations_in(self.scope).filter(pk__in=above)}
        steps = [
            link(seen[pk].short_name, self.choice.address("pictures:overview", seen[pk])) for pk in above if pk in seen
        ]
        return [link("首页", reverse("home")), *steps, link(f"{org.short_name}图表", "")]
