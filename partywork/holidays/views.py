"""Pages of the announcements that were typed in."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.common.ids import id_from
from partywork.holidays.actions import set_holiday_notice
from partywork.holidays.announced import is_announced
from partywork.holidays.forms import HolidayForm
from partywork.holidays.lines import show_off, show_worked
from partywork.holidays.models import HolidayNotice
from partywork.ledgers.columns import Column
from partywork.pages.formpages import FormPage
from partywork.pages.tables import table_of
from partywork.pages.views import Crumbs, Page, link

COLUMNS = [
    Column("year", "年份", lambda notice: f"{notice.year}年", width=10),
    Column("org", "适用组织", lambda notice: notice.org.short_name, width=16),
    Column("source", "通知", lambda notice: notice.source, width=30),
    Column("off", "放假", lambda notice: show_off(notice.off).replace("\n", "；"), width=40),
    Column("worked", "调休上班", lambda notice: show_worked(notice.worked).replace("\n", "、"), width=24),
]


class NoticeList(Page):
    """The notices in reach of the reader, the newest year first."""

    template_name = "pages/detail.html"
    permission = Permission.VIEW_RECORDS
    title = "放假安排"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        mine = self.request.gate.organisations(self.permission).values("pk")
        rows = HolidayNotice.objects.filter(org__in=mine).select_related("org")
        table = table_of(COLUMNS, rows, self.edit_url if self.may_set() else None)
        return self.show(
            status_mark=None,
            groups=[{"title": "系统已有", "facts": [{"label": "年份", "value": known_years(self.request.today.year)}]}],
            tables=[
                {"title": "自己登记的", "table": table, "empty_text": "没有登记。系统里没有的年份，公布后可以登记。"}
            ],
            primary=link("登记放假安排", reverse("holidays:set")) if self.may_set() else None,
            more=[link("日历", reverse("compliance:calendar"))],
            history=[],
            notes=[],
        )

    def may_set(self) -> bool:
        return self.request.gate.allows(Permission.SET_RULES)

    def edit_url(self, notice: HolidayNotice) -> str:
        return f"{reverse('holidays:set')}?{urlencode({'year': notice.year, 'org': notice.org_id})}"

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link(self.title, "")]


def known_years(year: int) -> str:
    """Which of last year, this year and the next the library knows."""
    known = [each for each in (year - 1, year, year + 1) if is_announced(each)]
    return "、".join(f"{each}年" for each in known) or "没有"


class NoticeSet(FormPage):
    """Typing in a year's announcement, or mending it."""

    permission = Permission.SET_RULES
    title = "登记放假安排"
    intro = "照国务院办公厅的放假通知登记。只用来标出节假日、计算登记间隔了几个工作日，规定的期限遇到节假日不顺延。"

    def form(self, data: Any = None, files: Any = None) -> HolidayForm:
        organisations = self.request.gate.organisations(self.permission).order_by("code")
        return HolidayForm(data, organisations=organisations, initial=self.initial())

    def initial(self) -> dict[str, Any]:
        year, org = id_from(self.request.GET.get("year")), id_from(self.request.GET.get("org"))
        given: dict[str, Any] = {
            "org": self.request.gate.home,
            "year": year or "",
        }
        if year and org:
            mine = self.request.gate.organisations(self.permission).filter(pk=org).values("pk")
            notice = HolidayNotice.objects.filter(org__in=mine, year=year).first()
            if notice:
                given |= {"org": notice.org_id, "source": notice.source, "off": show_off(notice.off)}
                given["worked"] = show_worked(notice.worked)
        return given

    def save(self, form: HolidayForm, formsets: list[Any]) -> HolidayNotice:
        return set_holiday_notice(**form.cleaned_data, by=self.request.user, today=self.request.today)

    def done(self, result: HolidayNotice) -> str:
        messages.success(self.request, f"已登记{result}，对{result.org}和下级有效")
        return reverse("holidays:list")

    def cancel_url(self) -> str:
        return reverse("holidays:list")

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link("放假安排", reverse("holidays:list")), link(self.title, "")]
