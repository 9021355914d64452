"""How often each member of a branch came to its meetings: inside the branch only, in the roster's order, no ranking."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.access.scope import restrict
from partywork.charts.bars import stacked
from partywork.charts.data import Caption, Frame, Mark, Row, Tone
from partywork.charts.svg import Svg
from partywork.common.ids import id_from
from partywork.common.periods import period_of
from partywork.common.text import format_date
from partywork.ledgers.columns import Column
from partywork.meetings.attendance import HERE, UNKNOWN, Presence, presence_in
from partywork.meetings.attendance_views import RangeForm
from partywork.meetings.enums import AbsenceReason
from partywork.orgs.enums import BRANCH_KINDS
from partywork.orgs.models import Organisation
from partywork.pages.tables import table_of
from partywork.pages.views import Crumbs, Page, link
from partywork.pictures.picture import Picture

INTRO = (
    "按当天名册应当参加的党员大会、党小组会、党课、主题党日、组织生活会和民主评议。"
    "只在本支部内部看，按花名册排列，不作排名。"
)
EMPTY = "这段时间没有应当参加的会议记录"
LATE, LEAVE = str(AbsenceReason.LATE.label), str(AbsenceReason.LEAVE.label)
ABSENT, MADE_UP = str(AbsenceReason.ABSENT.label), str(AbsenceReason.MADE_UP.label)
PRESENT = "实到"
# Who came late was there. What is drawn, from left to right.
PARTS: tuple[tuple[str, tuple[str, ...], Tone], ...] = (
    (PRESENT, (HERE, LATE), "mid"),
    (MADE_UP, (MADE_UP,), "soft"),
    (LEAVE, (LEAVE,), "faint"),
    (ABSENT, (ABSENT,), "red"),
    (UNKNOWN, (UNKNOWN,), "open"),
)
ALWAYS = (PRESENT, LEAVE)  # also where there is none
PAPER = Frame(340)
KEY = tuple((tone, label) for label, _, tone in PARTS)


def counted(presence: Presence, states: tuple[str, ...]) -> int:
    return sum(presence.states.get(state, 0) for state in states)


def _column(label: str, states: tuple[str, ...]) -> Column:
    return Column(label, label, lambda row: counted(row, states), "int", required=label in ALWAYS)


COLUMNS = [
    Column("name", "姓名", lambda row: row.member.name),
    Column("due", "应到", lambda row: row.due, "int", required=True),
    *[_column(label, states) for label, states, _ in PARTS],
]


def drawn(rows: list[Presence], key: str) -> Svg:
    about = f"{len(rows)}名党员各自应到、实到和请假的次数，见下面的表。" if rows else EMPTY
    return stacked(
        [_row(each) for each in rows], Caption(key, "每人参加情况（实到/应到，次）", about), frame=PAPER, empty=EMPTY
    )


def _row(presence: Presence) -> Row:
    name = presence.member.name
    parts = [
        Mark(label, number, f"{number}", hint=f"{name}：{label}{number}次，应到{presence.due}次", tone=tone)
        for label, states, tone in PARTS
        for number in (counted(presence, states),)
    ]
    return Row(name, parts, f"{counted(presence, PARTS[0][1])}/{presence.due}")


class BranchAttendance(Page):
    """The members of one of the user's own branches; the superiors have no such page."""

    template_name = "pictures/attendance.html"
    permission = Permission.LOG_RECORDS
    title = "每人参加情况"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        org = self.own_branch()
        usual = {"first": period_of(self.request.today, "half").start, "last": self.request.today}
        form = RangeForm({**usual, **self.request.GET.dict()})
        given = form.cleaned_data if form.is_valid() else {}
        first, last = given.get("first") or usual["first"], given.get("last") or usual["last"]
        rows = presence_in(org, first, last)
        return self.show(
            title=f"{org.short_name}每人参加情况",
            intro=INTRO,
            form=form,
            org=org,
            days=f"{format_date(first)}至{format_date(last)}",
            picture=Picture(self.title, "实到/应到，次", drawn(rows, "attendance"), key=KEY),
            table=table_of(COLUMNS, rows, lambda row: f"{member_url(row)}?{urlencode({'first': first, 'last': last})}"),
            breadcrumbs=self.crumbs(org),
        )

    def own_branch(self) -> Organisation:
        """Raises Http404 for a unit that is no branch or that the user does not work in."""
        asked = id_from(self.request.GET.get("org") or self.request.gate.home.pk)
        own = restrict(Organisation.objects.all(), self.request.gate.appointed_at(self.permission))
        found = own.filter(kind__in=BRANCH_KINDS, pk=asked).first() if asked else None
        if found is None:
            raise Http404
        return found

    def crumbs(self, org: Organisation) -> Crumbs:
        overview = link(f"{org.short_name}图表", f"{reverse('pictures:overview')}?org={org.pk}")
        return [link("首页", reverse("home")), overview, link(self.title, "")]


def member_url(presence: Presence) -> str:
    return reverse("meetings:attendance", args=[presence.member.pk])
