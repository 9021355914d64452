"""Pages of the year's standards. Income shows only to those with Permission.VIEW_DUES_BASE."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.common.money import format_yuan
from partywork.dues.actions import change_standard, set_standard
from partywork.dues.enums import DuesBasis
from partywork.dues.exception_ledger import STATE_MARK
from partywork.dues.exception_models import DuesReduction
from partywork.dues.forms import StandardChangeForm, StandardForm
from partywork.dues.ledger import STANDARDS
from partywork.dues.models import DuesStandard, month_text
from partywork.dues.people import nameable
from partywork.dues.views import crumbs
from partywork.entries.views import RecordDetailPage, RecordFormPage
from partywork.ledgers.columns import Column
from partywork.members.models import Member
from partywork.pages.details import Groups
from partywork.pages.filters import RecordFilter
from partywork.pages.lists import ListPage
from partywork.pages.tables import table_of
from partywork.pages.views import Crumbs, link

CHANGE_COLUMNS = [
    Column("month", "自何月起", lambda change: month_text(change.month)),
    Column("before_fen", "原月标准", lambda change: change.before_fen, "money"),
    Column("after_fen", "新月标准", lambda change: change.after_fen, "money"),
    Column("reason", "原因", lambda change: change.reason, width=30),
    Column("changed_on", "改动日期", lambda change: change.changed_on, "date"),
    Column("changed_by", "改动人", lambda change: change.changed_by.full_name),
]
REDUCTION_COLUMNS = [
    Column("months", "哪几个月", lambda reduction: reduction.months_text),
    Column("monthly_fen", "减免后每月", lambda reduction: reduction.monthly_fen, "money"),
    Column("state", "状态", lambda reduction: reduction.get_state_display(), mark=lambda r: STATE_MARK[r.state]),
]


class StandardFilter(RecordFilter):
    search_fields = ["member__name"]
    year = django_filters.NumberFilter(label="年度")
    basis = django_filters.ChoiceFilter(label="计算依据", choices=DuesBasis.choices, empty_label="全部")

    class Meta:
        model = DuesStandard
        fields: list[str] = []


class StandardList(ListPage):
    ledger = STANDARDS
    filterset_class = StandardFilter
    detail_url = "dues_standards:detail"
    create_url = "dues_standards:create"
    create_label = "登记标准"
    order_by = "since"
    empty_hint = "年初给每名党员核定一次，之后每月按它收缴。"

    def breadcrumbs(self) -> Crumbs:
        return crumbs(link("党费标准", ""))


class StandardDetail(RecordDetailPage):
    ledger = STANDARDS
    namespace = "dues_standards"

    def groups(self) -> Groups:
        """Name for those in scope; base and rate (which gives the base away) by permission."""
        standard = self.record
        groups = super().groups()
        groups[0]["facts"].insert(0, {"label": "姓名", "value": standard.member.name})
        if self.may_see_base() and standard.base_fen is not None:
            groups[0]["facts"] += [
                {"label": "计算基数（元/月）", "value": format_yuan(standard.base_fen, grouped=True)},
                {"label": "比例", "value": f"{standard.rate / 100:g}%"},
            ]
        return groups

    def tables(self) -> list[dict[str, Any]]:
        """What was changed within the year, and the reductions of the year."""
        changes = table_of(CHANGE_COLUMNS, self.record.changes.select_related("changed_by"))
        found = self.record.member.dues_reductions.filter(year=self.record.year)
        reductions = table_of(REDUCTION_COLUMNS, found, self.reduction_url)
        parts = [("一年内的改动", changes), ("减免", reductions)]
        return [{"title": title, "table": table, "empty_text": ""} for title, table in parts if not table.is_empty]

    def reduction_url(self, reduction: DuesReduction) -> str:
        """None to go to where another branch filed it."""
        return reverse("dues_reductions:detail", args=[reduction.pk]) if self.scope.covers(reduction.org_id) else ""

    def more(self) -> list[dict[str, str]]:
        if not self.may_log():
            return []
        query = f"?org={self.record.member.org_id}&member={self.record.member_id}&year={self.record.year}"
        return [link("申请减免", reverse("dues_reductions:create") + query)]

    def may_write(self) -> bool:
        return self.may_log() and self.may_see_base()

    def may_log(self) -> bool:
        """Where the member is now: the standard follows the person."""
        return self.request.gate.may(Permission.LOG_RECORDS, self.record.member.org)

    def may_see_base(self) -> bool:
        return self.request.gate.may(Permission.VIEW_DUES_BASE, self.record.member.org)


class StandardFormPage(RecordFormPage):
    form_class = StandardForm
    model = DuesStandard
    namespace = "dues_standards"

    def form(self, data: Any = None, files: Any = None) -> Any:
        return self.form_class(
            data,
            files,
            instance=self.instance(),
            organisations=self.request.gate.organisations(self.permission),
            today=self.request.today,
            initial=self.initial() if self.is_new else None,
            members=self.members(),
        )

    def members(self) -> QuerySet[Member]:
        return nameable(self.scope, None if self.is_new else self.instance().member_id)

    def breadcrumbs(self) -> Crumbs:
        return crumbs(link("党费标准", reverse("dues_standards:list")), link(self.title, ""))


class StandardCreate(StandardFormPage):
    title = "登记党费标准"
    again = True

    def initial(self) -> dict[str, Any]:
        return {**super().initial(), "year": self.request.today.year}

    def save(self, form: Any, formsets: list[Any]) -> DuesStandard:
        return set_standard(standard=form.instance, by=self.request.user, today=self.request.today)


class StandardEdit(StandardFormPage):
    form_class = StandardChangeForm
    title = "修改党费标准"

    def instance(self) -> Any:
        """The form shows the base, so whoever may not see it may not open the form."""
        standard = super().instance()
        if not self.request.gate.may(Permission.VIEW_DUES_BASE, standard.member.org):
            raise PermissionDenied(f"您没有“{Permission.VIEW_DUES_BASE.value}”的权限，党费标准由所在支部修改。")
        return standard

    def save(self, form: Any, formsets: list[Any]) -> DuesStandard:
        given = form.cleaned_data
        return change_standard(
            standard=form.instance,
            version=given["version"],
            change_reason=given["change_reason"],
            from_month=given["from_month"],
            by=self.request.user,
            today=self.request.today,
        )
