"""Pages on which something is recorded about one person: a step, a review, who accompanies, what is prolonged."""

from typing import Any

import django_filters
from django.contrib import messages
from django.http import Http404
from django.urls import reverse

from partywork.development.actions import edit_step, record_step, undo_step
from partywork.development.enums import ExtensionKind, GuideRole, ReviewResult, StepCode
from partywork.development.forms import ExtensionForm, GuidesForm, ReviewForm, StepForm
from partywork.development.intervals import code_of, half_year_of
from partywork.development.ledger import EXTENSION_LEDGER, REVIEW_LEDGER, STEP_LEDGER
from partywork.development.models import ActivistReview, DevelopmentExtension, DevelopmentGuide, DevelopmentStep
from partywork.development.places import own_person, person_crumbs, person_url
from partywork.development.steps import step_of
from partywork.development.support_actions import edit_review, extend_term, log_review, name_guides
from partywork.entries.enums import Status
from partywork.entries.views import EntryCancelPage, EntryDetailPage, EntryListPage, RecordFormPage
from partywork.members.models import Member, Standing
from partywork.orgs.dated import FOREVER
from partywork.pages.filters import DatedFilter
from partywork.pages.formpages import FormPage
from partywork.pages.views import Crumbs, link


class AboutPerson(RecordFormPage):
    """A new record about the person of the address (``member_pk``), or one being edited (``pk``)."""

    what = ""  # for the title

    @property
    def member(self) -> Member:
        """For a record of the user's own also someone who has moved on since."""
        if not hasattr(self, "_member"):
            self._member = own_person(self.kwargs["member_pk"], self.scope) if self.is_new else self.instance().member
        return self._member

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"{self.member.name}：{self.what}"

    def initial(self) -> dict[str, Any]:
        return {}

    def done(self, result: Any) -> str:
        messages.success(self.request, f"已保存“{result}”。")
        return person_url(result.member)

    def cancel_url(self) -> str:
        return person_url(self.member)

    def breadcrumbs(self) -> Crumbs:
        return person_crumbs(self.member, self.what)


class StepFormPage(AboutPerson):
    form_class = StepForm
    model = DevelopmentStep
    namespace = "development_steps"

    @property
    def what(self) -> str:  # type: ignore[override]
        return self.instance().spec.name

    @property
    def intro(self) -> str:  # type: ignore[override]
        spec = self.instance().spec
        return f"第{spec.number}步，由{spec.who}办理。依据{spec.citation}。"


class RecordStep(StepFormPage):
    def instance(self) -> Any:
        if not hasattr(self, "_instance"):
            try:
                spec = step_of(self.kwargs["code"])
            except ValueError:
                raise Http404 from None
            if spec.code == StepCode.APPLY:
                raise Http404
            self._instance = DevelopmentStep(member=self.member, org=self.member.org, step=spec.code)
        return self._instance

    def save(self, form: Any, formsets: list[Any]) -> DevelopmentStep:
        given = form.cleaned_data
        return record_step(
            step=form.instance,
            guides=list(given.get("guides", [])),
            version=given["member_version"],
            by=self.request.user,
            today=self.request.today,
        )


class EditStep(StepFormPage):
    def save(self, form: Any, formsets: list[Any]) -> DevelopmentStep:
        version = form.cleaned_data["version"]
        return edit_step(step=form.instance, version=version, by=self.request.user, today=self.request.today)


class UndoStep(EntryCancelPage):
    model = DevelopmentStep
    namespace = "development_steps"
    submit_label = "撤销这一步"
    question = "撤销后不再计入任何数字，记录和原因仍然保留；由这一步变更的人员类别会一起退回。请写明原因。"

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"撤销“{self.entry()}”"

    def save(self, form: Any, formsets: list[Any]) -> DevelopmentStep:
        given = form.cleaned_data
        return undo_step(
            step=self.entry(),
            version=given["version"],
            reason=given["reason"],
            by=self.request.user,
            today=self.request.today,
        )

    def done(self, result: Any) -> str:
        messages.success(self.request, f"已撤销“{result}”。")
        return person_url(result.member)


class ReviewFormPage(AboutPerson):
    form_class = ReviewForm
    model = ActivistReview
    namespace = "activist_reviews"
    what = "半年考察"


class RecordReview(ReviewFormPage):
    def instance(self) -> Any:
        if not hasattr(self, "_instance"):
            self._instance = ActivistReview(member=self.member, org=self.member.org)
        return self._instance

    def initial(self) -> dict[str, Any]:
        return {"about": code_of(half_year_of(self.request.today))}

    def save(self, form: Any, formsets: list[Any]) -> ActivistReview:
        return log_review(review=form.instance, by=self.request.user, today=self.request.today)


class EditReview(ReviewFormPage):
    def save(self, form: Any, formsets: list[Any]) -> ActivistReview:
        version = form.cleaned_data["version"]
        return edit_review(review=form.instance, version=version, by=self.request.user, today=self.request.today)


class Extend(AboutPerson):
    form_class = ExtensionForm
    model = DevelopmentExtension
    namespace = "development_extensions"

    @property
    def what(self) -> str:  # type: ignore[override]
        return str(ExtensionKind(self.instance().kind).label)

    def instance(self) -> Any:
        if not hasattr(self, "_instance"):
            if self.kwargs["kind"] not in ExtensionKind.values:
                raise Http404
            kind = ExtensionKind(self.kwargs["kind"])
            self._instance = DevelopmentExtension(member=self.member, org=self.member.org, kind=kind)
        return self._instance

    def save(self, form: Any, formsets: list[Any]) -> DevelopmentExtension:
        return extend_term(extension=form.instance, by=self.request.user, today=self.request.today)


class NameGuides(FormPage):
    """Other contacts or sponsors from a day on."""

    @property
    def role(self) -> GuideRole:
        if self.kwargs["role"] not in GuideRole.values:
            raise Http404
        return GuideRole(self.kwargs["role"])

    @property
    def member(self) -> Member:
        if not hasattr(self, "_member"):
            self._member = own_person(self.kwargs["member_pk"], self.scope)
        return self._member

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"{self.member.name}：调整{self.role.label}"

    intro = "从填写的这一天起，由勾选的人担任；没有勾选的到这一天为止。"

    def form(self, data: Any = None, files: Any = None) -> GuidesForm:
        held = list(DevelopmentGuide.objects.filter(member=self.member, role=self.role, until=FOREVER))
        return GuidesForm(data, role=self.role, member=self.member, today=self.request.today, held=held)

    def save(self, form: Any, formsets: list[Any]) -> Member:
        given = form.cleaned_data
        name_guides(
            member=self.member,
            role=self.role,
            guides=list(given["guides"]),
            on=given["date"],
            by=self.request.user,
            today=self.request.today,
        )
        return self.member

    def done(self, result: Any) -> str:
        messages.success(self.request, f"已保存{result.name}的{self.role.label}。")
        return person_url(result)

    def cancel_url(self) -> str:
        return person_url(self.member)

    def breadcrumbs(self) -> Crumbs:
        return person_crumbs(self.member, f"调整{self.role.label}")


class AboutPersonDetail(EntryDetailPage):
    """A record about a person leads back to the person's page."""

    undo_label = "取消这条记录"

    def more(self) -> list[dict[str, str]]:
        undo = [link(self.undo_label, each["url"]) for each in super().more()]
        is_real = Standing.objects.real().filter(member=self.record.member).exists()
        return ([link("这个人的全部步骤", person_url(self.record.member))] if is_real else []) + undo


class StepFilter(DatedFilter):
    search_fields = ["member__name", "remark"]
    step = django_filters.ChoiceFilter(label="步骤", choices=StepCode.choices, empty_label="全部")
    status = django_filters.ChoiceFilter(label="状态", choices=Status.choices, empty_label="全部")

    class Meta:
        model = DevelopmentStep
        fields: list[str] = []


class StepList(EntryListPage):
    ledger = STEP_LEDGER
    filterset_class = StepFilter
    detail_url = "development_steps:detail"
    empty_hint = "在“发展党员”里打开一个人，登记他已办的步骤。"

    def empty_action(self) -> dict[str, str] | None:
        return link("打开发展党员", reverse("development:board"))


class StepDetail(AboutPersonDetail):
    ledger = STEP_LEDGER
    namespace = "development_steps"
    undo_label = "撤销这一步"


class ReviewFilter(DatedFilter):
    search_fields = ["member__name"]
    result = django_filters.ChoiceFilter(label="结论", choices=ReviewResult.choices, empty_label="全部")
    status = django_filters.ChoiceFilter(label="状态", choices=Status.choices, empty_label="全部")

    class Meta:
        model = ActivistReview
        fields: list[str] = []


class ReviewList(EntryListPage):
    ledger = REVIEW_LEDGER
    filterset_class = ReviewFilter
    detail_url = "activist_reviews:detail"
    empty_hint = "在“发展党员”里打开一名积极分子，登记半年考察。"

    def empty_action(self) -> dict[str, str] | None:
        return link("打开发展党员", reverse("development:board"))


class ReviewDetail(AboutPersonDetail):
    ledger = REVIEW_LEDGER
    namespace = "activist_reviews"


class ReviewCancel(EntryCancelPage):
    model = ActivistReview
    namespace = "activist_reviews"


class ExtensionFilter(DatedFilter):
    search_fields = ["member__name", "remark"]
    kind = django_filters.ChoiceFilter(label="事项", choices=ExtensionKind.choices, empty_label="全部")
    status = django_filters.ChoiceFilter(label="状态", choices=Status.choices, empty_label="全部")

    class Meta:
        model = DevelopmentExtension
        fields: list[str] = []


class ExtensionList(EntryListPage):
    ledger = EXTENSION_LEDGER
    filterset_class = ExtensionFilter
    detail_url = "development_extensions:detail"
    empty_hint = "延长预备期、延长接收审批的，会出现在这里。"

    def empty_action(self) -> dict[str, str] | None:
        return link("打开发展党员", reverse("development:board"))


class ExtensionDetail(AboutPersonDetail):
    ledger = EXTENSION_LEDGER
    namespace = "development_extensions"

    def primary(self) -> dict[str, str] | None:
        return None  # a decision is not edited: it is cancelled and recorded anew


class ExtensionCancel(EntryCancelPage):
    model = DevelopmentExtension
    namespace = "development_extensions"
