"""The log for auditors: searching it, one event in full, and taking a part of it along."""

from datetime import datetime, time, timedelta
from typing import Any, cast

import django_filters
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from partywork.access.permissions import Permission
from partywork.accounts.gate import Gate
from partywork.accounts.models import User
from partywork.accounts.policy import known_users
from partywork.accounts.shared_resets import banner_of
from partywork.audit.chain import mac_of
from partywork.audit.models import AuditArchive, AuditEvent
from partywork.auditlog.naming import FAMILIES, RECORDS, REFUSED, condition_of
from partywork.auditlog.queries import Told, bulk_of, events_in, page_of, told
from partywork.ledgers.columns import Column
from partywork.ledgers.spreadsheet import Sheet, SheetColumn, workbook_bytes
from partywork.pages.downloads import XLSX, Taken, marked, taken_response
from partywork.pages.fields import DayInput
from partywork.pages.filters import LineFilter
from partywork.pages.paging import count_text
from partywork.pages.tables import show, table_of
from partywork.pages.views import Crumbs, Page, link

MOST_TAKEN = 20_000
TITLE = "操作日志"
INTRO = "谁在什么时候、从哪里、办了什么、结果怎样。日志只增不改。"
CUT = f"符合条件的超过{MOST_TAKEN}条，只导出最近的{MOST_TAKEN}条；请按时间分几次导出。"


def _time(one: Told) -> str:
    return f"{timezone.localtime(one.event.at):%Y-%m-%d %H:%M:%S}"


COLUMNS = [
    Column("at", "时间", _time, width=12),
    Column("who", "操作人", lambda one: one.who, width=14),
    Column("action", "操作", lambda one: one.action, width=16),
    Column("result", "结果", lambda one: one.result, width=10, mark=lambda one: "" if one.result == "成功" else "bad"),
    Column("org", "党组织", lambda one: one.org, width=20),
    Column("what", "内容", lambda one: one.what, width=40),
    Column("address", "来源地址", lambda one: one.event.address, width=16),
]
TAKEN = [
    Column("sequence", "序号", lambda one: one.event.sequence, "int"),
    Column("at", "时间", _time, width=20),  # on one line, as on the page, where a narrow column is not broken
    *COLUMNS[1:],
    Column("changed", "变更", lambda one: one.changed, width=40),
    Column("mac", "校验码", lambda one: one.event.mac, width=66),
]


def people(request: Any) -> QuerySet[User]:
    return known_users(request.gate.scope(Permission.READ_AUDIT)).order_by("full_name", "pk")


def organisations(request: Any) -> QuerySet[Any]:
    return request.gate.organisations(Permission.READ_AUDIT)


class EventFilter(LineFilter):
    """No search in the words of events: it would tell of records what their auditor may not read."""

    date_from = django_filters.DateFilter(label="从", method="from_day", widget=DayInput)
    date_to = django_filters.DateFilter(label="到", method="to_day", widget=DayInput)
    who = django_filters.ModelChoiceFilter(label="操作人", queryset=people, method="by", empty_label="全部")
    action = django_filters.ChoiceFilter(
        label="操作",
        choices=[(family.code, family.label) for family in (*FAMILIES, RECORDS)],
        method="of_family",
        empty_label="全部",
    )
    org = django_filters.ModelChoiceFilter(label="党组织", queryset=organisations, method="about", empty_label="全部")
    result = django_filters.ChoiceFilter(
        label="结果", choices=[("done", "成功"), ("refused", "未成功")], method="with_result", empty_label="全部"
    )

    class Meta:
        model = AuditEvent
        fields: list[str] = []

    def from_day(self, rows: QuerySet[Any], name: str, day: Any) -> QuerySet[Any]:
        return rows.filter(at__gte=_midnight(day))

    def to_day(self, rows: QuerySet[Any], name: str, day: Any) -> QuerySet[Any]:
        return rows.filter(at__lt=_midnight(day + timedelta(days=1)))

    def by(self, rows: QuerySet[Any], name: str, user: User) -> QuerySet[Any]:
        return rows.filter(actor_id=user.pk)

    def of_family(self, rows: QuerySet[Any], name: str, code: str) -> QuerySet[Any]:
        return rows.filter(condition_of(code))

    def about(self, rows: QuerySet[Any], name: str, org: Any) -> QuerySet[Any]:
        return rows.filter(org_id=org.pk)

    def with_result(self, rows: QuerySet[Any], name: str, result: str) -> QuerySet[Any]:
        return rows.filter(action__in=REFUSED) if result == "refused" else rows.exclude(action__in=REFUSED)


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


class EventList(Page):
    template_name = "pages/list.html"
    permission = Permission.READ_AUDIT
    title = TITLE

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        filters = EventFilter(self.request.GET or None, queryset=events_in(self.scope), request=self.request)
        if self.request.GET.get("export") == "xlsx":
            return self.taken(filters.qs)
        page = page_of(filters.qs, before=self.place("before"), after=self.place("after"))
        rows = told(page.events, self.request.gate)
        return self.show(
            intro=INTRO + _archived(),
            primary=None,
            more=[link("导出 Excel", self.with_query(export="xlsx"))],
            filter_form=filters.form,
            filter_open=bool(filters.form.changed_data),
            table=table_of(COLUMNS, rows, lambda one: reverse("audit:event", args=[one.event.pk])),
            totals=[],
            count_text=count_text(filters.qs),
            older_url=self.with_query(before=str(page.older)) if page.older else "",
            newer_url=self.with_query(after=str(page.newer)) if page.newer else "",
            empty={"title": "没有符合条件的日志", "hint": "换个条件再找，或者清除筛选。"},
            banner=banner_of(cast(Gate, self.request.gate)),
            rows=rows,
        )

    def place(self, name: str) -> int | None:
        """A cursor nobody issued starts from the top."""
        asked = self.request.GET.get(name, "")
        return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else None

    def with_query(self, **changes: str) -> str:
        query = self.request.GET.copy()
        for key in ("before", "after"):
            query.pop(key, None)
        for key, value in changes.items():
            query[key] = value
        return f"?{query.urlencode()}"

    def taken(self, events: QuerySet[AuditEvent]) -> HttpResponse:
        """A part of the log as Excel; taking it is an event itself."""
        rows = list(events.order_by("-sequence")[: MOST_TAKEN + 1])
        note, rows = (CUT if len(rows) > MOST_TAKEN else ""), rows[:MOST_TAKEN]
        heads = [SheetColumn(each.header, each.width, each.kind) for each in TAKEN]
        lines = [[each.value(one) for each in TAKEN] for one in told(rows, self.request.gate)]
        sheet = Sheet(TITLE, TITLE, heads, lines, note=note)
        content = workbook_bytes([sheet], watermark=marked(self.request))
        name = f"{TITLE}{self.request.today:%Y%m%d}.xlsx"
        return taken_response(self.request, content, name, XLSX, Taken(TITLE, None, len(lines)))

    def breadcrumbs(self) -> Crumbs:
        return [link(self.title, "")]


def _archived() -> str:
    """Where the log on this page begins, once older events lie in archives."""
    last = AuditArchive.objects.order_by("-last").first()
    return f"第{last.last}条及以前的已归档，由系统管理员保管。" if last else ""


class EventPage(Page):
    template_name = "pages/detail.html"
    permission = Permission.READ_AUDIT
    title = TITLE

    def get(self, *args: Any, pk: int, **kwargs: Any) -> HttpResponse:
        event = events_in(self.scope).filter(pk=pk).first()
        if event is None:
            raise Http404
        (one,) = told([event], self.request.gate)
        return self.show(
            title=f"第{event.sequence}条：{one.action}",
            status_mark=None if one.result == "成功" else {"label": one.result, "css": "bad"},
            groups=[{"title": "", "facts": _facts(one)}, {"title": "防改动", "facts": _proof(event)}],
            tables=[],
            panels=[],
            primary=None,
            more=[],
            history=[],
            notes=[],
        )

    def breadcrumbs(self) -> Crumbs:
        return [link(self.title, reverse("audit:list")), link("一条日志", "")]


def _facts(one: Told) -> list[dict[str, str]]:
    said = {column.header: show(column.value(one), column) for column in COLUMNS if column.key != "what"}
    said |= {"对象": one.subject, "摘要": one.summary, "变更" if one.is_open else "改了哪些项": one.changed}
    if not one.is_open:
        said["说明"] = "这条涉及业务记录的内容。要看内容的，请按对象编号向该党组织或其上级管理员调阅。"
    if bulk := bulk_of(one.event):
        said |= {"成批办理": f"{bulk[0]}条", "各条内容的校验值": bulk[1]}
    said["请求编号"] = one.event.request_id
    return [{"label": label, "value": value} for label, value in said.items() if value]


def _proof(event: AuditEvent) -> list[dict[str, str]]:
    same = mac_of(event) == event.mac
    return [
        {"label": "校验码", "value": event.mac},
        {"label": "核对", "value": "与内容相符" if same else "与内容不符，这一条被改动过，请立即报告"},
    ]
