"""The home page: what is owed first, then what to do next, then the month and how far the half-year has come.

Who looks after units below sees their heat map first. What is owed is read once and serves every part of the page.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from partywork.access.permissions import GRANTS, Permission, Reach, Role
from partywork.accounts.actions import close_tour
from partywork.accounts.logins import first_page
from partywork.accounts.models import User
from partywork.common.periods import Month, period_of
from partywork.compliance.heat import by_light, heat_from
from partywork.compliance.kept import owed_by
from partywork.compliance.lights import Light, Obligation
from partywork.compliance.links import Item, shown
from partywork.compliance.obligations import has_begun, obligations_of, reading_of
from partywork.compliance.overviews import kept
from partywork.compliance.places import below
from partywork.compliance.progress import Progress
from partywork.compliance.reading import Reading
from partywork.compliance.tallies import Tally, by_duty, tally_of
from partywork.dashboard import cards, month, panels, tour
from partywork.dashboard.recent import Records, records_of
from partywork.measures.window import Window
from partywork.orgs.enums import BRANCH_KINDS
from partywork.orgs.models import Organisation
from partywork.pages.views import Page, link

OWED_SHOWN, OWN_SHOWN = 12, 5  # the page of what is owed has them all; the second below a heat map


class Home(Page):
    template_name = "dashboard/home.html"
    permission = Permission.VIEW_RECORDS
    title = "首页"
    own: list[Obligation]  # what the user's own units owe or have done

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Whoever keeps accounts or reads the log alone begins there, wherever a link leads home."""
        gate: Any = request.gate  # type: ignore[attr-defined]
        begins = first_page(gate)
        if request.user.is_authenticated and begins != reverse("home"):
            return redirect(begins)
        return super().dispatch(request, *args, **kwargs)

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        today = self.request.today
        self.half, self.month = period_of(today, "half"), Month(today.year, today.month)
        reading, progress, tally = self.read_below() if self.looks_down else self.read_own()
        heat = heat_from(self.org, tally) if tally else None
        records = records_of(self.scope, list(self.units), self.month)
        owed = self.owed()
        return self.show(
            tour=tour.shown(self.request, owed),
            looks_down=self.looks_down,
            heat=heat,
            concerns=self.concerns() if self.looks_down else [],
            owed=owed,
            quick=self.quick(),
            panels=panels.rendered(self.request),
            progress=progress.lines("heat" if self.looks_down else "owed", self.org.pk),
            half=self.half.label,
            cards=cards.figures(self.scope, Window(self.half, today), self.org) if self.looks_down else [],
            **self.calendar(records, reading),
            **self.recent(records, reading),
        )

    def read_own(self) -> tuple[Reading, Progress, None]:
        """What the user's own units owe up to the end of the half-year, and how far they have come."""
        reading, found = owed_by(self.units, self.request.today, until=self.half.end)
        progress = Progress(self.half)
        self.own = [each for each in progress.watch(found) if has_begun(each, self.request.today)]
        return reading, progress, None

    def read_below(self) -> tuple[Reading, Progress, Tally]:
        """The same of the unit and everything below it, with the lights of its children."""
        today = self.request.today
        counted = kept(self.org, self.scope, today)
        if counted:
            return self.read_own()[0], counted.progress, counted.duties
        reading = reading_of(below(self.org, self.scope), today, until=self.half.end)
        progress = Progress(self.half)
        found = (each for each in progress.watch(obligations_of(reading)) if has_begun(each, today))
        self.own = []
        return reading, progress, tally_of(self.org, reading, by_duty(self.keeping_own(found)))

    @cached_property
    def org(self) -> Organisation:
        """The unit whose subtree the user looks after, else the user's own."""
        above = [
            each.org
            for each in self.request.gate.appointments
            if GRANTS[Role(each.role)].reach is Reach.SUBTREE and each.org.kind not in BRANCH_KINDS
        ]
        return (above or list(self.units.values()))[0]

    @cached_property
    def looks_down(self) -> bool:
        return self.request.gate.is_manager and self.org.kind not in BRANCH_KINDS

    @cached_property
    def units(self) -> dict[int, Organisation]:
        """The units that appointed the user to look at their records."""
        granted = [
            each for each in self.request.gate.appointments if self.permission in GRANTS[Role(each.role)].permissions
        ]
        return {each.org_id: each.org for each in granted}

    def keeping_own(self, found: Iterable[Obligation]) -> Iterator[Obligation]:
        """Those of the user's own units are kept on the way past: a county's are too many to keep."""
        for each in found:
            if each.org_id in self.units:
                self.own.append(each)
            yield each

    def owed(self) -> list[Item]:
        """What the user's own units still owe: overdue first, then what is due, each with its article."""
        found = by_light(each for each in self.own if each.light is not Light.MET)
        most = OWN_SHOWN if self.looks_down else OWED_SHOWN
        items = [self.item(each) for each in found[:most]]
        if len(found) > most:
            rest = len(found) - most
            items.append(
                {"title": f"还有{rest}项", "detail": "", "light": "muted", "word": Light.OPEN.word, "article": "",
                 "url": reverse("compliance:owed"), "action_label": "看全部"}
            )  # fmt: skip
        return items

    def item(self, each: Obligation) -> Item:
        unit = self.units[each.org_id]
        item = shown(each, unit, self.request.today, may_log=self.may_log)
        return item | {"title": f"{unit.short_name}：{each.title}"} if len(self.units) > 1 else item

    @cached_property
    def may_log(self) -> bool:
        return self.request.gate.allows(Permission.LOG_RECORDS)

    def concerns(self) -> list[dict[str, str]]:
        return cards.concerns(self.scope, Window(self.half, self.request.today), self.org)

    def quick(self) -> list[dict[str, str]]:
        return (
            [link(label, reverse(name)) | {"icon": icon} for label, name, icon in cards.QUICK] if self.may_log else []
        )

    def calendar(self, records: Records, reading: Reading) -> dict[str, Any]:
        """The month of the user's own units."""
        today = self.request.today
        due = month.due_in(self.month, self.own, lambda each: self.item(each)["url"])
        fixed = month.fixed_days(self.month, self.org, reading, with_children=self.looks_down)
        return {
            "month": self.month.label,
            "weeks": month.weeks(self.month, self.org, today, [*due, *records.occasions(), *fixed]),
            "calendar_url": reverse("compliance:calendar"),
        }

    def recent(self, records: Records, reading: Reading) -> dict[str, Any]:
        return {"recent": records.shown(reading.shelf) if records.newest else []}


class TourClose(Page):
    """The user puts the first steps away, for good."""

    permission = Permission.VIEW_RECORDS

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        user = cast(User, self.request.user)  # a page's gate lets nobody else in
        close_tour(user=user, on=self.request.today, by=user)
        return redirect("home")
