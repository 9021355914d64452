"""The pictures on the home page: the half-year so far of the user's unit, as small multiples.

The page comes without them and fetches them once it stands: what is owed never waits for a picture.
"""

from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from partywork.access.permissions import Permission
from partywork.charts.data import Frame
from partywork.common.periods import period_of
from partywork.measures.evaluate import evaluate
from partywork.measures.window import Window
from partywork.orgs.enums import BRANCH_KINDS
from partywork.pages.http import PageRequest
from partywork.pages.views import Page
from partywork.pictures import funnel, trends
from partywork.pictures.choosing import USUAL, Choice
from partywork.pictures.picture import Picture

OF_A_BRANCH = ("meeting.committee.count", "meeting.theme_day.count", "meeting.life.rate", "dues.rate")
OF_A_SUPERIOR = ("meeting.life.gatherings", "visit.count", "dues.rate")


SMALL = Frame(240, 140)


def half_year(request: PageRequest) -> SafeString | str:
    """The place of the pictures, with the way to all of them for browsers that fetch nothing."""
    choice = own_choice(request)
    if choice is None:
        return ""
    place = {"period": choice.window.period.label, "url": choice.address("pictures:overview")}
    return render_to_string("pictures/_home.html", place)


def own_choice(request: PageRequest) -> Choice | None:
    """The half-year so far of the own unit; None for an appointment that keeps accounts only."""
    org = request.gate.home
    if org is None or not request.gate.may(Permission.VIEW_RECORDS, org):
        return None
    return Choice(org, Window(period_of(request.today, "half"), request.today), USUAL)


class HalfYear(Page):
    """The pictures themselves, as a fragment of the home page."""

    template_name = "pictures/_small.html"
    permission = Permission.VIEW_RECORDS

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        choice = own_choice(self.request)
        return self.show(pictures=pictures_of(choice, self.request) if choice else [])


def pictures_of(choice: Choice, request: PageRequest) -> list[Picture]:
    """Trends of the own unit; above branches also how far the problems of all units below have come."""
    org, window = choice.org, choice.window
    is_branch = org.kind in BRANCH_KINDS
    found = trends.trends_of(org, window, OF_A_BRANCH if is_branch else OF_A_SUPERIOR)
    pictures = [trends.picture_of(each, f"home-trend-{number}", frame=SMALL) for number, each in enumerate(found, 1)]
    if not is_branch:
        values = evaluate(funnel.REQUESTS, request.gate.report_scope(org.code, window.on), window)
        pictures.append(funnel.picture_of(values, org, window, "home-funnel", frame=SMALL))
    return pictures
