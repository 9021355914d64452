"""What holds of reports whatever the records: compiled again they are the same, also after branches have moved."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from partywork.common.periods import HalfYear
from partywork.measures.declarations import Count, Money, Quantity, Request, Stock, Sum
from partywork.measures.evaluate import evaluate
from partywork.measures.lookup import all_measures
from partywork.measures.window import Window
from partywork.meetings.enums import MeetingKind
from partywork.orgs.actions import move_organisation
from partywork.orgs.enums import OrgKind
from partywork.orgs.models import Organisation
from partywork.orgs.queries import children_of, scope_of_org
from summaries.compile import compile_report
from summaries.document import plain_text
from summaries.editor.actions import decide, move, set_paragraph
from summaries.reports.actions import recompile_report
from summaries.reports.desk import draft_of, open_report
from summaries.reports.models import Report
from tests.emptied import emptied
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org
from tests.factories.summaries import make_report
from tests.summaries.office import DATA_DATE, PERIOD, make_office, order

pytestmark = pytest.mark.django_db
FEW = settings(
    max_examples=2,  # each makes and compiles a whole office
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
DAYS = st.dates(date(2026, 1, 2), date(2026, 6, 29))
# A Distinct or a Stock of values counts one thing once, wherever it was logged: no parts add up to it.
ADDITIVE = [
    Request(each.code)
    for each in all_measures()
    if isinstance(each.of, Count | Sum | Money | Quantity | Stock) and not (isinstance(each.of, Stock) and each.of.of)
]


def numbers(org: Organisation, window: Window, *, alone: bool = False) -> dict[Request, Any]:
    scope = scope_of_org(org, window.on)
    if alone:
        scope = type(scope)(Organisation.objects.filter(pk=org.pk).order_by().values("pk"), window.on)
    return {request: value.number or 0 for request, value in evaluate(ADDITIVE, scope, window).items()}


@given(day=DAYS, on=DAYS, kinds=st.lists(st.sampled_from(list(MeetingKind)), min_size=2, max_size=4, unique=True))
@FEW
def test_own_and_children_make_up_the_total_and_a_transfer_counts_where_it_stands(day, on, kinds):
    with emptied():
        office = make_office()
        part = make_org(office.root, kind=OrgKind.GENERAL_BRANCH)
        other = make_org(kind=OrgKind.COMMITTEE)
        make_meeting(office.root, office.by, day, *kinds)  # one gathering of several kinds
        whole = Window(HalfYear(2026, 1), DATA_DATE)
        before = numbers(office.root, whole)
        move_organisation(org=office.lagging, parent=part, on=on, by=None)
        within = numbers(office.root, whole)
        assert within == before
        for window in (whole, Window(whole.period, on - timedelta(days=1)), Window(whole.period, on)):
            own = numbers(office.root, window, alone=True)
            children = [numbers(child, window) for child in children_of(office.root, window.on)]
            total = {request: own[request] + sum(each[request] for each in children) for request in ADDITIVE}
            assert numbers(office.root, window) == total
        assert numbers(part, whole)[Request("meeting.committee.count")] == 1
        assert numbers(other, whole)[Request("meeting.committee.count")] == 0


@given(data=st.data())
@FEW
def test_compiling_again_without_a_change_changes_nothing(data):
    with emptied():
        office = make_office()
        report = make_report(office.root, office.by)
        writes_something(report, office.by, data)
        recompile_report(report=report, by=office.by)
        before = as_stored(report)
        recompile_report(report=report, by=office.by)
        assert as_stored(report) == before


@given(on=DAYS)
@FEW
def test_a_move_leaves_reports_of_the_days_before_it_as_they_were(on):
    with emptied():
        office = make_office()
        earlier = order(office.root, PERIOD, on - timedelta(days=1))
        draft, printed = compile_report(earlier)[0], plain_text(draft_of(earlier)[0].document)
        report = make_report(office.root, office.by, data_date=on - timedelta(days=1))
        before, words = as_stored(report), plain_text(open_report(report).compiled.document)
        move_organisation(org=office.lagging, parent=make_org(kind=OrgKind.COMMITTEE), on=on, by=None)
        assert compile_report(earlier)[0] == draft
        assert plain_text(draft_of(earlier)[0].document) == printed
        recompile_report(report=report, by=office.by)
        assert as_stored(report) == before
        assert plain_text(open_report(report).compiled.document) == words


def writes_something(report: Report, by: Any, data: st.DataObject) -> None:
    """A writer who rewords, decides and moves by chance."""
    for _ in range(data.draw(st.integers(1, 4))):
        paragraphs = list(report.paragraphs.all())
        one = data.draw(st.sampled_from(paragraphs))
        what = data.draw(st.sampled_from(["reword", "decide", "move"]))
        if what == "reword":
            set_paragraph(paragraph=one, text="召开支委会{支委会次数}次。", revision=one.revision, by=by)
        elif what == "decide" and one.is_candidate and not one.is_lead:
            decide(paragraph=one, decision=data.draw(st.sampled_from(["plain", "drop"])), by=by)
        elif what == "move" and one.is_movable:
            with suppress(ValidationError):  # at the end of its part already
                move(paragraph=one, direction=data.draw(st.sampled_from(["up", "down"])), by=by)


def as_stored(report: Report) -> list[tuple[Any, ...]]:
    """Every paragraph: its place, texts and state."""
    names = [field.name for field in report.paragraphs.model._meta.fields]
    return list(report.paragraphs.order_by("position", "pk").values_list(*names))
