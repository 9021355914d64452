"""Pages of dues: the months with their payments, one screen to collect, a correction."""

from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from partywork.access.permissions import Permission
from partywork.access.scope import restrict
from partywork.common.money import format_yuan
from partywork.common.periods import month_of
from partywork.dues.collecting import Collected, collect_month, open_months
from partywork.dues.forms import CollectForm, CorrectionForm, month_choice, person_choice
from partywork.dues.ledger import LEDGER
from partywork.dues.models import DuesMonth, month_end, month_text
from partywork.dues.places import MonthChoice, chosen_branch, chosen_month, chosen_year, month_code
from partywork.dues.queries import coming, owed_before, owed_in, quarterly_payers, without_standard
from partywork.dues.single_months import correct_month
from partywork.entries.views import RecordDetailPage
from partywork.ledgers.columns import Column
from partywork.members.models import Member
from partywork.members.queries import roster
from partywork.orgs.models import Organisation
from partywork.pages.details import Groups
from partywork.pages.formpages import FormPage
from partywork.pages.lists import ListPage
from partywork.pages.recent import RecentFilter
from partywork.pages.tables import Table, table_of
from partywork.pages.views import Crumbs, Page, link

STATE_CSS = {"已缴": "ok", "欠缴": "bad", "待缴": "muted", "减免": "muted"}
NAMED = 8  # of the members without a standard, then 等


CORRECTION_COLUMNS = [
    Column("corrected_on", "更正日期", lambda each: each.corrected_on, "date"),
    Column("old_due_fen", "原应缴", lambda each: each.old_due_fen, "money"),
    Column("old_paid_fen", "原实缴", lambda each: each.old_paid_fen, "money"),
    Column("old_paid_on", "原缴纳日期", lambda each: each.old_paid_on, "date"),
    Column("new_due_fen", "现应缴", lambda each: each.new_due_fen, "money"),
    Column("new_paid_fen", "现实缴", lambda each: each.new_paid_fen, "money"),
    Column("new_paid_on", "现缴纳日期", lambda each: each.new_paid_on, "date"),
    Column("reason", "原因", lambda each: each.reason, width=30),
    Column("corrected_by", "更正人", lambda each: each.corrected_by.full_name),
]


class MonthFilter(RecentFilter):
    search_fields = ["member__name"]
    day_field = "due_on"
    lifted_by = ("q", "month")
    month = django_filters.CharFilter(
        label="月份", method="of_month", widget=forms.TextInput(attrs={"type": "month"})
    )  # fmt: skip
    state = django_filters.ChoiceFilter(
        label="缴纳情况", choices=[("paid", "已缴"), ("unpaid", "未缴"), ("exempt", "减免")], method="of_state",
        empty_label="全部",
    )  # fmt: skip

    class Meta:
        model = DuesMonth
        fields: list[str] = []

    def of_month(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        digits = value.replace("-", "")
        return rows.filter(month=int(digits)) if digits.isascii() and digits.isdigit() else rows.none()

    def of_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == "exempt":
            return rows.filter(due_fen=0)
        rows = rows.filter(due_fen__gt=0)
        return rows.filter(paid_fen=F("due_fen")) if value == "paid" else rows.filter(paid_fen__lt=F("due_fen"))


class MonthList(ListPage):
    title = "党费台账"
    ledger = LEDGER
    filterset_class = MonthFilter
    detail_url = "dues:detail"
    create_url = "dues:collect"
    create_label = "收缴党费"
    order_by = "due_on"
    empty_hint = "先登记党费标准，再到“收缴党费”收第一个月。"

    def more(self) -> list[dict[str, str]]:
        return [link("全年一览", reverse("dues:grid")), *super().more()]

    def table(self, rows: list[Any]) -> Table:
        today = self.request.today
        state = Column("state", "缴纳情况", lambda row: row.state(today), mark=lambda row: STATE_CSS[row.state(today)])
        return table_of([*self.columns(rows), state], rows, self.row_url)


class MonthDetail(RecordDetailPage):
    ledger = LEDGER
    namespace = "dues"

    def is_elsewhere(self, column: Column) -> bool:
        """The key repeats the month and the person."""
        return column.key == "key" or super().is_elsewhere(column)

    def status_mark(self) -> dict[str, str]:
        state = self.record.state(self.request.today)
        return {"label": state, "css": STATE_CSS[state]}

    def groups(self) -> Groups:
        groups = super().groups()
        groups[0]["facts"].insert(0, {"label": "姓名", "value": self.record.member.name})
        return groups

    def notes(self) -> list[str]:
        by_quarter = [f"经支部同意按季交，期限{self.record.due_on:%Y-%m-%d}"] if self.record.by_quarter else []
        return [*super().notes(), *by_quarter, *self.gone()]

    def gone(self) -> list[str]:
        """Opened before someone left within the month, whose month it then is not (open_month)."""
        found = self.record
        if not found.owed_fen or roster(found.org, month_end(found.month)).filter(pk=found.member_id).exists():
            return []
        return [f"{found.month_text}底已不在{found.org}的名册上，这里不用交的请点“更正”，应缴填 0"]

    def tables(self) -> list[dict[str, Any]]:
        """What the month said before it was put right: nothing paid is overwritten unseen."""
        table = table_of(CORRECTION_COLUMNS, self.record.corrections.select_related("corrected_by"))
        return [] if table.is_empty else [{"title": "更正", "table": table, "empty_text": ""}]

    def primary(self) -> dict[str, str] | None:
        if not self.may_write():
            return None
        if self.record.paid_fen or not self.record.due_fen:
            return link("更正", reverse("dues:correct", args=[self.record.pk]))
        query = f"?org={self.record.org_id}&month={month_code(self.record.month)}"
        return link("收缴这个月", reverse("dues:collect") + query)

    def more(self) -> list[dict[str, str]]:
        if not self.may_write() or self.record.paid_fen or not self.record.due_fen:
            return []
        return [link("更正", reverse("dues:correct", args=[self.record.pk]))]


class MonthCorrect(FormPage):
    """Taking a payment back or putting it right, with the reason."""

    intro = "更正的原因会留在修改记录里。"

    def dues(self) -> DuesMonth:
        if not hasattr(self, "_dues"):
            rows = restrict(DuesMonth.objects.select_related("member", "org"), self.scope)
            found = rows.filter(pk=self.kwargs["pk"]).first()
            if found is None:
                raise Http404
            self._dues = found
        return self._dues

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"更正{self.dues()}"

    def form(self, data: Any = None, files: Any = None) -> CorrectionForm:
        return CorrectionForm(data, initial=CorrectionForm.values_of(self.dues()))

    def save(self, form: Any, formsets: list[Any]) -> DuesMonth:
        return correct_month(dues=self.dues(), by=self.request.user, today=self.request.today, **form.cleaned_data)

    def done(self, result: Any) -> str:
        messages.success(self.request, f"已更正{self.dues()}。")
        return reverse("dues:detail", args=[result.pk])

    def cancel_url(self) -> str:
        return reverse("dues:detail", args=[self.dues().pk])

    def breadcrumbs(self) -> Crumbs:
        return crumbs(link(str(self.dues()), self.cancel_url()), link("更正", ""))


class Collect(FormPage):
    """One month of one branch on one screen. Names are looked up, not written, until the form is sent."""

    template_name = "dues/collect.html"
    submit_label = "登记收缴"

    def org(self) -> Organisation | None:
        if not hasattr(self, "_org"):
            self._org = chosen_branch(self.request, self.permission)
        return self._org

    @property
    def month(self) -> int:
        return chosen_month(self.request)

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"收缴{month_text(self.month)}党费"

    def people(self) -> list[tuple[Member, int]]:
        """Everyone who still owes the month with what is due in fen, opened or not."""
        org = self.org()
        if org is None:
            return []
        opened = [(row.member, row.due_fen) for row in owed_in(org, self.month)]
        new = [(one.member, fen) for one, fen in coming(org, self.month) if fen]
        return sorted(opened + new, key=lambda pair: (pair[0].name, pair[0].pk))

    def form(self, data: Any = None, files: Any = None) -> CollectForm:
        """Who pays by the quarter is offered as not paying in its first two months."""
        org = self.org()
        people = self.people()
        self.expected = sum(fen for _, fen in people)
        self.headcount = len(people)
        late = [month_choice(row, self.month // 100) for row in owed_before(org, self.month)] if org else []
        by_quarter = quarterly_payers([member.pk for member, _ in people], self.month)
        due = [person_choice(member, fen, by_quarter=member.pk in by_quarter) for member, fen in people]
        away = sorted(by_quarter) if self.month % 100 % 3 else []
        return CollectForm(data, due=due, late=late, initial={"exceptions": away})

    @property
    def intro(self) -> str:  # type: ignore[override]
        org = self.org()
        if org is None:
            return "您的范围内还没有党支部。"
        if not self.headcount:
            return f"{org}这个月没有还要收的党费。"
        return f"{org}还有{self.headcount}人要缴，全部缴齐应收 {format_yuan(self.expected, grouped=True)} 元。"

    def show(self, *, status: int = 200, **context: Any) -> HttpResponse:
        org = self.org()
        initial = {"org": org.pk if org else None, "month": month_code(self.month)}
        choice = MonthChoice(request=self.request, permission=self.permission, initial=initial)
        missing = list(without_standard(org, self.month)) if org else []
        return super().show(
            status=status, filter_form=choice, missing="、".join(person.name for person in missing[:NAMED]),
            missing_count=len(missing), standard_url=reverse("dues_standards:create"), **context,
        )  # fmt: skip

    def save(self, form: Any, formsets: list[Any]) -> Collected:
        org, given = self.org(), form.cleaned_data
        if org is None:
            raise ValidationError("请先选择党支部。")
        return collect_month(
            org=org,
            month=self.month,
            exceptions=given.get("exceptions", []),
            late=given.get("late", []),
            total_received_fen=given["total"],
            paid_on=given["paid_on"],
            by=self.request.user,
            today=self.request.today,
            consent=form.consent(),
        )

    def done(self, result: Any) -> str:
        org = self.org()
        assert org is not None
        amount = format_yuan(result.total_fen, grouped=True)
        late = f"（其中补缴{result.late}个月）" if result.late else ""
        url = f"{reverse('dues:list')}?month={month_code(self.month)}"
        messages.success(
            self.request,
            format_html('已登记{}党费{}笔{}，共 {} 元 · <a href="{}">查看</a>', month_text(self.month), result.paid,
                        late, amount, url),
        )  # fmt: skip
        return f"{reverse('dues:grid')}?org={org.pk}&year={self.month // 100}"

    def cancel_url(self) -> str:
        return reverse("dues:grid")

    def breadcrumbs(self) -> Crumbs:
        return crumbs(link(self.title, ""))


class OpenMonths(Page):
    """Makes the due rows of a year up to the current month, for a branch that has not collected them yet."""

    permission = Permission.LOG_RECORDS
    title = "生成应缴月份"

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        org, year = chosen_branch(self.request, self.permission), chosen_year(self.request)
        if org is None:
            raise Http404
        last = min(month_of(self.request.today), year * 100 + 12)
        made = open_months(org=org, months=range(year * 100 + 1, last + 1), by=self.request.user)
        text = f"已生成{made}笔应缴党费。" if made else "没有新的应缴月份：先看看党员的党费标准是否都登记了。"
        messages.success(self.request, text)
        return redirect(f"{reverse('dues:grid')}?org={org.pk}&year={year}")


def crumbs(*last: dict[str, str]) -> Crumbs:
    return [link("首页", reverse("home")), link("党费", reverse("dues:grid")), *last]
