"""Pages of appraisals and organisation-life meetings. Who got which grade is seen inside the branch alone."""

from typing import Any
from urllib.parse import urlencode

import django_filters
from django.contrib import messages
from django.db.models import F, QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.access.scope import restrict
from partywork.appraisal.actions import Outcome, edit_appraisal, log_appraisal
from partywork.appraisal.forms import AppraisalForm, ProblemFormSet
from partywork.appraisal.ledger import LEDGER
from partywork.appraisal.models import Appraisal
from partywork.appraisal.queries import Present, awaiting, excellent_note, roster_on, uncounted_note
from partywork.attachments.panel import WithEvidence
from partywork.entries.enums import STATUS_MARK, Status
from partywork.entries.views import CancellableListPage, EntryCancelPage, RecordDetailPage, RecordFormPage
from partywork.ledgers.columns import Column
from partywork.meetings.models import Meeting
from partywork.pages.details import Groups
from partywork.pages.filters import RecordFilter
from partywork.pages.forms import RecordForm
from partywork.pages.tables import table_of
from partywork.pages.views import Page, link
from partywork.rectification.enums import ProblemSource
from partywork.rectification.raising import PROBLEM, RaisePage, raised_tables

INSIDE = "每名党员的等次只在支部内部查看和登记。请由支部自己登记。"


class AppraisalFilter(RecordFilter):
    search_fields = ["org__short_name", "meeting__title", "remark"]
    year = django_filters.NumberFilter(label="所属年度", field_name="year")
    status = django_filters.ChoiceFilter(
        label="状态", choices=[each for each in Status.choices if each[0] != Status.PLANNED], empty_label="全部"
    )

    class Meta:
        model = Appraisal
        fields: list[str] = []


class AppraisalList(CancellableListPage):
    ledger = LEDGER
    filterset_class = AppraisalFilter
    detail_url = "appraisals:detail"
    create_url = "appraisals:choose"
    create_label = "登记评议结果"
    order_by = "held_on"
    empty_title = "还没有登记评议结果"
    empty_hint = "开过组织生活会、民主评议后，从会议登记等次、查摆的问题和整改措施。"

    def queryset(self) -> QuerySet[Any]:
        return super().queryset().annotate(held_on=F("meeting__date"))


class AppraisalDetail(WithEvidence, RecordDetailPage):
    ledger = LEDGER
    namespace = "appraisals"

    def is_elsewhere(self, column: Column) -> bool:
        return column.key in ("status", "problems") or super().is_elsewhere(column)

    def status_mark(self) -> dict[str, str] | None:
        return {"label": self.record.get_status_display(), "css": STATUS_MARK[self.record.status]}

    def groups(self) -> Groups:
        groups = super().groups()
        meeting = self.record.meeting
        groups[0]["facts"].append({"label": "到会", "value": f"应到{meeting.expected}人，实到{meeting.present}人"})
        return groups

    def tables(self) -> list[dict[str, Any]]:
        return [*self.graded(), self.problems(), *raised_tables(self.record, self.scope)]

    def graded(self) -> list[dict[str, Any]]:
        """Member by member, for those appointed at the branch itself; everybody else sees the numbers."""
        if not self.record.meeting.is_appraisal or not self.is_inside():
            return []
        grades = {line.member_id: line.get_grade_display() for line in self.record.grades.all()}
        absences = {line.member_id: line.get_reason_display() for line in self.record.meeting.absences.all()}
        columns = [
            Column("name", "姓名", lambda each: each.member.name),
            Column("stage", "人员类别", lambda each: each.stage.label),
            Column("grade", "等次", lambda each: grades.get(each.member.pk) or _ungraded(each)),
            Column("absence", "到会情况", lambda each: absences.get(each.member.pk, "到会")),
        ]
        table = table_of(columns, roster_on(self.record.org, self.record.meeting.date))
        return [{"title": "每人等次（只在支部内部可见）", "table": table, "empty_text": "名册上没有党员。"}]

    def problems(self) -> dict[str, Any]:
        may_raise = self.may_write() and not self.record.is_cancelled
        address = reverse("appraisals:raise", args=[self.record.pk])
        table = table_of(PROBLEM_COLUMNS, self.record.problems.all(), _raising(address) if may_raise else None)
        title = "查摆的问题（点一个问题，把它列入整改）" if may_raise and not table.is_empty else "查摆的问题"
        return {"title": title, "table": table, "empty_text": "没有登记查摆的问题。"}

    def is_inside(self) -> bool:
        return self.request.gate.appointed_at(self.permission).covers(self.record.org_id)

    def primary(self) -> dict[str, str] | None:
        return super().primary() if self.is_inside() and not self.record.is_cancelled else None

    def more(self) -> list[dict[str, str]]:
        meeting = link("看这次会议", reverse("meetings:detail", args=[self.record.meeting_id]))
        if not self.may_write() or self.record.is_cancelled:
            return [meeting]
        raising = link("提出整改问题", reverse("appraisals:raise", args=[self.record.pk]))
        return [meeting, raising, link("取消这条记录", reverse("appraisals:cancel", args=[self.record.pk]))]

    def notes(self) -> list[str]:
        notes = super().notes()
        if self.record.cancel_reason:
            notes.append(f"取消原因：{self.record.cancel_reason}")
        notes.append(uncounted_note(self.record))
        return [*filter(None, [*notes, excellent_note(self.record)])]


class Choose(Page):
    """The meetings that wait for their outcome: a record begins from one of them."""

    template_name = "appraisal/choose.html"
    permission = Permission.LOG_RECORDS
    title = "登记评议结果"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        waiting = awaiting(self.request.gate.appointed_at(self.permission))[:30]
        table = table_of(MEETING_COLUMNS, waiting, lambda each: reverse("appraisals:create", args=[each.pk]))
        return self.show(table=table, log_url=f"{reverse('meetings:create')}?kind=is_life&kind=is_appraisal")

    def breadcrumbs(self) -> list[dict[str, str]]:
        home, crumb = link("首页", reverse("home")), link("民主评议和组织生活会", reverse("appraisals:list"))
        return [home, crumb, link(self.title, "")]


class AppraisalFormPage(RecordFormPage):
    form_class = AppraisalForm
    model = Appraisal
    namespace = "appraisals"

    def meeting(self) -> Meeting:
        raise NotImplementedError

    def people(self) -> list[Present]:
        meeting = self.meeting()
        return roster_on(meeting.org, meeting.date) if meeting.is_appraisal else []

    def inside(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Only of the units that appointed the user: a superior neither sees nor writes anybody's grade."""
        return restrict(rows, self.request.gate.appointed_at(self.permission))

    def form(self, data: Any = None, files: Any = None) -> RecordForm:
        record, meeting = self.instance(), self.meeting()
        grades = dict(record.grades.values_list("member", "grade")) if record.pk else {}
        return AppraisalForm(
            data,
            instance=record,
            organisations=self.request.gate.organisations(self.permission).filter(pk=meeting.org_id),
            today=self.request.today,
            people=self.people(),
            grades=grades,
            initial=self.initial() if self.is_new else None,
        )

    def formsets(self, data: Any = None) -> list[dict[str, Any]]:
        formset = ProblemFormSet(data, prefix="problems", initial=self.old_problems() if data is None else None)
        hint = "一行一个问题和它的整改措施；党员的问题不写姓名"
        return [{"title": "查摆的问题和整改措施", "help": hint, "formset": formset, "prefix": "problems"}]

    def old_problems(self) -> list[dict[str, Any]]:
        record = self.instance()
        return list(record.problems.values("whose", "text", "measure")) if record.pk else []

    @property
    def intro(self) -> str:  # type: ignore[override]
        meeting = self.meeting()
        return f"{meeting}，实到{meeting.present}人。等次按会议当天的名册评定，名单只留在支部。"

    def outcome(self, form: Any, formsets: list[Any]) -> Outcome:
        return Outcome(form.graded(), formsets[0].lines())

    def done(self, result: Appraisal) -> str:
        if note := excellent_note(result):
            messages.warning(self.request, f"{note}。")
        messages.success(self.request, f"已保存“{result}”。")
        return reverse("appraisals:detail", args=[result.pk])


class AppraisalCreate(AppraisalFormPage):
    title = "登记评议结果"

    def meeting(self) -> Meeting:
        if not hasattr(self, "_meeting"):
            found = self.inside(awaiting(self.scope)).filter(pk=self.kwargs["meeting_pk"]).first()
            if found is None:
                raise Http404(INSIDE)
            self._meeting = found
        return self._meeting

    def instance(self) -> Appraisal:
        return Appraisal(meeting=self.meeting(), org=self.meeting().org)

    def initial(self) -> dict[str, Any]:
        return {"org": self.meeting().org_id, "year": self.meeting().belongs_to}

    def save(self, form: Any, formsets: list[Any]) -> Appraisal:
        return log_appraisal(appraisal=form.instance, outcome=self.outcome(form, formsets), by=self.request.user)


class AppraisalEdit(AppraisalFormPage):
    title = "修改评议结果"

    def instance(self) -> Appraisal:
        record: Appraisal = super().instance()
        if not self.inside(Appraisal.objects.filter(pk=record.pk)).exists():
            raise Http404(INSIDE)
        return record

    def meeting(self) -> Meeting:
        return self.instance().meeting

    def save(self, form: Any, formsets: list[Any]) -> Appraisal:
        version = form.cleaned_data["version"]
        outcome = self.outcome(form, formsets)
        return edit_appraisal(appraisal=form.instance, outcome=outcome, version=version, by=self.request.user)


class AppraisalCancel(EntryCancelPage):
    model = Appraisal
    namespace = "appraisals"


class AppraisalRaise(RaisePage):
    """A problem found becomes an item to put right."""

    title = "把查摆的问题列入整改"
    origin_model = Appraisal
    origin_url = "appraisals:detail"

    def source(self) -> ProblemSource:
        return ProblemSource.ORGANISATION_LIFE


MEETING_COLUMNS = [
    Column("date", "日期", lambda meeting: meeting.date, "date"),
    Column("kinds", "会议类型", lambda meeting: meeting.kinds_text),
    Column("org", "党组织", lambda meeting: meeting.org.short_name),
    Column("title", "标题", lambda meeting: meeting.title, width=30),
]
PROBLEM_COLUMNS = [
    Column("text", "问题", lambda problem: problem.text, width=30),
    Column("whose", "谁的问题", lambda problem: problem.get_whose_display()),
    Column("measure", "整改措施", lambda problem: problem.measure, width=30),
]


def _ungraded(present: Present) -> str:
    return "未评定" if present.is_graded else "参加，不评定等次"


def _raising(address: str) -> Any:
    """From a problem to the form that puts it on the rectification ledger, offered in its words."""
    return lambda problem: f"{address}?{urlencode({PROBLEM: problem.text})}"
