"""A member's attendance over a range of days: inside the own branch only, and counted for nobody's ranking."""

from collections import Counter
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.access.scope import restrict
from partywork.common.periods import HalfYear, half_of
from partywork.common.text import format_date
from partywork.ledgers.columns import Column
from partywork.meetings.attendance import HERE, UNKNOWN, Attendance, attendance_of
from partywork.members.models import Member
from partywork.members.page_parts import PagePart
from partywork.pages.fields import DayInput
from partywork.pages.http import PageRequest
from partywork.pages.tables import table_of
from partywork.pages.views import Crumbs, Page, link

COLUMNS = [
    Column("date", "日期", lambda row: row.meeting.date, "date"),
    Column("kinds", "会议类型", lambda row: row.meeting.kinds_text),
    Column("title", "标题", lambda row: row.meeting.title, spare=True),
    Column("group", "党小组", lambda row: row.meeting.group.name if row.meeting.group else "", spare=True),
    Column("state", "情况", lambda row: row.state),
]
INTRO = "按当天名册应当参加的党员大会、党小组会、党课、主题党日、组织生活会和民主评议。只在本支部内部看，不作排名。"


class RangeForm(forms.Form):
    first = forms.DateField(label="从", widget=DayInput(), required=False)
    last = forms.DateField(label="到", widget=DayInput(), required=False)

    @property
    def helper(self) -> FormHelper:
        """The plain layout of every filter."""
        helper = FormHelper(self)
        helper.form_tag, helper.disable_csrf = False, True
        helper.layout = Layout(*[Field(name) for name in self.fields])
        return helper

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", "结束的日期不能早于开始的日期。")
        return cleaned


class MemberAttendance(Page):
    """One member of the user's own branch; the superiors have no such page."""

    template_name = "meetings/attendance.html"
    permission = Permission.LOG_RECORDS

    def get(self, *args: Any, pk: int, **kwargs: Any) -> HttpResponse:
        member = self.member(pk)
        form = RangeForm(self.request.GET or None)
        first, last = self.days(form)
        rows = attendance_of(member, self.own(), first, last)
        return self.show(
            title=f"{member.name}：参加组织生活情况",
            intro=INTRO,
            form=form,
            filter_open=form.is_bound,
            period=f"{format_date(first)}至{format_date(last)}",
            summary=summary(rows),
            table=table_of(COLUMNS, rows, lambda row: reverse("meetings:detail", args=[row.meeting.pk])),
            breadcrumbs=self.crumbs(member),
        )

    def own(self) -> Any:
        return self.request.gate.appointed_at(self.permission)

    def member(self, pk: int) -> Member:
        member = restrict(Member.objects.filter(pk=pk), self.own()).first()
        if member is None:
            raise Http404
        return member

    def days(self, form: RangeForm) -> tuple[date, date]:
        """The half-year so far, unless other days were asked for."""
        given = form.cleaned_data if form.is_bound and form.is_valid() else {}
        year, half = divmod(half_of(self.request.today), 10)
        return given.get("first") or HalfYear(year, half).start, given.get("last") or self.request.today

    def crumbs(self, member: Member) -> Crumbs:
        person = link(member.name, reverse("members:detail", args=[member.pk]))
        return [
            link("首页", reverse("home")),
            link("党员花名册", reverse("members:list")),
            person,
            link("参加情况", ""),
        ]


def summary(rows: list[Attendance]) -> str:
    """应参加9次：到会6次，请假2次，未逐人登记1次."""
    counts = Counter(row.state for row in rows)
    order = sorted(counts, key=lambda state: ((state != HERE) + 2 * (state == UNKNOWN), state))
    return f"应参加{len(rows)}次" + ("：" + "，".join(f"{state}{counts[state]}次" for state in order) if rows else "")


class AttendancePart(PagePart):
    """The way there from the member's page."""

    code = "attendance"

    def links(self, member: Member, request: PageRequest) -> list[dict[str, str]]:
        if not request.gate.allows(Permission.LOG_RECORDS):
            return []
        own = request.gate.appointed_at(Permission.LOG_RECORDS)
        is_own = restrict(Member.objects.filter(pk=member.pk), own).exists()
        return [link("参加组织生活情况", reverse("meetings:attendance", args=[member.pk]))] if is_own else []


PART = AttendancePart()
