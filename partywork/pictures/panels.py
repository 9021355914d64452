"""The pictures on the home page: the half-year so far of the user's unit, as small multiples."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from partywork.access.permissions import Permission
from partywork.charts.data import Frame
from partywork.common.periods import period_of
from partywork.measures.evaluate import evaluate
from partywork.measures.window import Window
from partywork.orgs.enums import BRANCH_KINDS
from partywork.pages.http import PageRequest
from partywork.pictures import funnel, trends
from partywork.pictures.choosing import USUAL, Choice

OF_A_BRANCH = ("meeting.committee.count", "meeting.theme_day.count", "meeting.life.rate", "dues.rate")
OF_A_SUPERIOR = ("meeting.life.gatherings", "visit.count", "dues.rate")


SMALL = Frame(240, 140)


def half_year(request: PageRequest) -> SafeString | str:
    """Trends of the own unit; above branches also how far the problems of all units below have come."""
    org = request.gate.home
    if org is None or not request.gate.may(Permission.VIEW_RECORDS, org):
        return ""  # the unit of an appointment that keeps accounts only
    window = Window(period_of(request.today, "half"), request.today)
    is_branch = org.kind in BRANCH_KINDS
    found = trends.trends_of(org, window, OF_A_BRANCH if is_branch else OF_A_SUPERIOR)
    pictures = [trends.picture_of(each, f"home-trend-{number}", frame=SMALL) for number, each in enumerate(found, 1)]
    if not is_branch:
        values = evaluate(funnel.REQUESTS, request.gate.report_scope(org.code, window.on), window)
        pictures.append(funnel.picture_of(values, org, window, "home-funnel", frame=SMALL))
    url = Choice(org, window, USUAL).address("pictures:overview")
    return render_to_string("pictures/_home.html", {"pictures": pictures, "period": window.period.label, "url": url})
