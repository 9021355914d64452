"""The one form page: nothing typed is lost, every error says where and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BaseForm, BaseFormSet, BoundField
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from partywork.access.permissions import Permission
from partywork.common.doubts import Doubtful
from partywork.pages.forms import unchecked
from partywork.pages.views import Page


@dataclass(frozen=True)
class Aside:
    """What stands around a form.

    ``notes``: what its author should know before saving; ``links``: other ways to begin; ``draft``: the name under
    which the browser keeps what is typed ("" where it must not); ``files``: what its file chooser takes, if it has one.
    """

    notes: list[dict[str, str]] = field(default_factory=list)
    links: list[dict[str, str]] = field(default_factory=list)
    draft: str = ""
    files: dict[str, str] | None = None


class FormPage(Page):
    """Shows a form, checks it, hands it to ``save`` (which calls the slice's action) and goes on."""

    template_name = "pages/form.html"
    permission = Permission.LOG_RECORDS
    intro: str = ""
    submit_label: ClassVar[str] = "保存"
    again: ClassVar[bool] = False  # offers to save and log another one
    again_label: ClassVar[str] = "保存并再记一条"
    steps: ClassVar[frozenset[str]] = frozenset()  # buttons that change the form and save nothing
    confirmed: bool = False  # the author has read what looked doubtful and means it; ``save`` hands it to the action
    doubtful: Doubtful | None = None  # what is to be read first
    shown_parts: Sequence[dict[str, Any]] = ()

    def form(self, data: Any = None, files: Any = None) -> Any:
        """The form, bound when there is data."""
        raise NotImplementedError

    def formsets(self, data: Any = None) -> list[dict[str, Any]]:
        """[{title, help, formset, prefix}]: lines that belong to the record."""
        return []

    def parts(self, data: Any = None) -> list[dict[str, Any]]:
        """[{template, form, …}]: what belongs to the record and has a look of its own."""
        return []

    def save(self, form: Any, formsets: list[Any]) -> Any:
        """Write through the action; a ValidationError goes back to the form. ``formsets``: with the parts' forms."""
        raise NotImplementedError

    def done(self, result: Any) -> str:
        """Where to go after saving; says what happened through messages."""
        raise NotImplementedError

    def cancel_url(self) -> str:
        raise NotImplementedError

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        self.shown_parts = self.parts()
        return self.show_form(self.form(), self.formsets())

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = self.form(self.request.POST, self.request.FILES)
        lines = self.formsets(self.request.POST)
        self.shown_parts = self.parts(self.request.POST)
        formsets = [*(each["formset"] for each in lines), *(part["form"] for part in self.shown_parts)]
        if self.request.POST.get("step") in self.steps:
            for each in (form, *formsets):
                unchecked(each)
            return self.show_form(form, lines)
        if all([form.is_valid(), *(formset.is_valid() for formset in formsets)]):
            try:
                return self.answer(self.attempt(form, formsets))
            except ValidationError as error:
                self.refused(form, error)
        return self.show_form(form, lines, status=422)

    def attempt(self, form: Any, formsets: list[Any]) -> Any:
        """Save; and save all the same when the author confirmed exactly the doubts there are."""
        try:
            return self.save(form, formsets)
        except Doubtful as doubtful:
            if self.request.POST.get("confirmed") != doubtful.mark:
                raise
        self.confirmed = True
        return self.save(form, formsets)

    def answer(self, result: Any) -> HttpResponseBase:
        """What the browser gets after saving: the page to go on to."""
        return redirect(self.done(result))

    def refused(self, form: Any, error: ValidationError) -> None:
        """Put what an action refused beside its field, or on top where the form has no such field."""
        if isinstance(error, Doubtful):
            self.doubtful = error  # shown above the form; no field is wrong
            form.doubted = set(error.error_dict)  # a folded field among them lies open
            return
        if not hasattr(error, "error_dict"):
            form.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)

    def show_form(self, form: Any, lines: list[dict[str, Any]], status: int = 200) -> HttpResponse:
        again = {"name": "again", "value": "1", "label": self.again_label} if self.again else None
        return self.show(
            status=status,
            intro=self.intro,
            form=form,
            formsets=lines,
            parts=self.shown_parts,
            aside=self.aside(form),
            submit_label=self.submit_label,
            cancel_url=self.cancel_url(),
            error_summary=error_summary(
                form, [each["formset"] for each in lines], [part["form"] for part in self.shown_parts]
            ),
            extra_submit=again,
            doubts=self.doubtful and doubt_summary(form, self.doubtful),
        )

    def aside(self, form: Any) -> Aside:
        """What the page shows around the form."""
        return Aside()


class ConfirmPage(FormPage):
    """A step that asks for a reason before it is taken."""

    template_name = "pages/confirm.html"
    question: str = ""

    def show_form(self, form: Any, lines: list[dict[str, Any]], status: int = 200) -> HttpResponse:
        return self.show(
            status=status,
            question=self.question,
            form=form,
            submit_label=self.submit_label,
            cancel_url=self.cancel_url(),
        )


def error_summary(form: BaseForm, formsets: list[BaseFormSet], parts: Sequence[BaseForm] = ()) -> list[dict[str, str]]:
    """Every error of the page, with the field it leads to."""
    if not form.is_bound:
        return []
    summary = _errors_of(form, "")
    for part in parts:
        summary += _errors_of(part, "")
    for formset in formsets:
        summary += [_error("", "", text) for text in formset.non_form_errors()]
        for number, line in enumerate(formset.forms, 1):
            summary += _errors_of(line, f"第{number}行 ")
    return summary


def doubt_summary(form: BaseForm, doubtful: Doubtful) -> dict[str, Any]:
    """What to look at again, each with the field it leads to, and what the button that confirms sends."""
    lines = []
    for doubt in doubtful.doubts:
        bound = form[doubt.field] if doubt.field in form.fields else None
        lines.append(_error(_id_of(bound) if bound else "", str(bound.label) if bound else "", doubt.text))
    return {"lines": lines, "mark": doubtful.mark, "again": "again" in form.data}


def _errors_of(form: BaseForm, prefix: str) -> list[dict[str, str]]:
    result = []
    for name, errors in form.errors.items():
        bound = None if name == NON_FIELD_ERRORS else form[name]
        label = prefix + str(bound.label) if bound else prefix.strip()
        result += [_error(_id_of(bound) if bound else "", label, text) for text in errors]
    return result


def _id_of(bound: BoundField) -> str:
    """A group of checkboxes has no single input; crispy wraps it in a div of this id."""
    return str(bound.id_for_label or f"div_{bound.auto_id}")


def _error(field_id: str, label: str, message: object) -> dict[str, str]:
    return {"field_id": field_id, "label": label, "message": str(message)}
