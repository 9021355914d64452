"""The home page: what is owed first, then what to do next, then the figures of the half-year."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.common.periods import period_of
from partywork.compliance.heat import by_light, heat_of
from partywork.compliance.lights import Light
from partywork.compliance.links import shown
from partywork.compliance.obligations import obligations
from partywork.compliance.places import below
from partywork.dashboard import cards, panels
from partywork.dashboard.recent import recent_entries
from partywork.measures.window import Window
from partywork.pages.views import Page, link

OWED_SHOWN = 12  # the page of what is owed has them all


class Home(Page):
    template_name = "dashboard/home.html"
    permission = Permission.VIEW_RECORDS
    title = "首页"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        today, gate = self.request.today, self.request.gate
        self.window = Window(period_of(today, "half"), today)
        return self.show(
            is_manager=gate.is_manager,
            period_label=self.window.period.label,
            heat=heat_of(gate.home, below(gate.home, self.scope), today) if gate.is_manager else None,
            owed=cards.concerns(self.scope, self.window, gate.home) if gate.is_manager else self.owed(),
            quick=self.quick(),
            cards=cards.figures(self.scope, self.window, gate.home),
            panels=panels.rendered(self.request),
            recent=recent_entries(self.scope),
        )

    def owed(self) -> list[dict[str, str]]:
        """What the user's own units still owe: overdue first, then what is due, each with its article."""
        today, gate = self.request.today, self.request.gate
        units = {appointment.org_id: appointment.org for appointment in gate.appointments}
        found = [each for each in obligations(self.scope, today) if each.light is not Light.MET]
        may_log = gate.allows(Permission.LOG_RECORDS)
        items = [shown(each, units[each.org_id], today, may_log=may_log) for each in by_light(found)[:OWED_SHOWN]]
        if len(units) > 1:
            for item, each in zip(items, by_light(found), strict=False):
                item["title"] = f"{units[each.org_id].short_name}：{item['title']}"
        if len(found) > OWED_SHOWN:
            rest = len(found) - OWED_SHOWN
            items.append(
                {"title": f"还有{rest}项", "detail": "", "light": "muted", "word": Light.OPEN.word, "article": "",
                 "url": reverse("compliance:owed"), "action_label": "看全部"}
            )  # fmt: skip
        return items

    def quick(self) -> list[dict[str, str]]:
        if not self.request.gate.allows(Permission.LOG_RECORDS):
            return []
        return [link(label, reverse(name)) | {"icon": icon} for label, name, icon in cards.QUICK]
