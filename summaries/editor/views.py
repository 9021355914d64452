"""Pages of paragraphs. The report's page opens the same forms in place, as pieces of these pages (htmx)."""

import re
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django_htmx.http import reselect, reswap, retarget

from partywork.access.permissions import Permission
from partywork.entries.actions import StaleEdit
from partywork.pages.formpages import FormPage
from partywork.pages.views import Crumbs, link
from summaries.editor import actions
from summaries.editor.forms import HeadingsForm, NewParagraphForm, TextForm
from summaries.editor.headings import field_name, headings_of, own_headings
from summaries.editor.models import ParagraphVersion
from summaries.editor.passages import draft_key, origin_of, origin_word
from summaries.editor.queries import had_texts
from summaries.editor.reading import Reading
from summaries.reports.models import Paragraph, Part
from summaries.reports.views import OfReport
from summaries.tokens import shown

CLOSED = "这份总结已送核（或已定稿），现在不能改。"
_NUMBER = re.compile(r"[0-9]{1,18}")
SAID = {
    "drop": "这一段不写了。在“全部段落”里可以找回来。",
    "undo": "已撤回上一次的修改。",
    "take": "已换成系统现在的写法。",
    "keep": "已保留您的文字。",
}


class OfText(OfReport):
    """A page about a report's text; ``self.reading`` prints it."""

    @cached_property
    def reading(self) -> Reading:
        return Reading(self.report, self.request.today)

    @cached_property
    def edited(self) -> Paragraph:
        return self.paragraph(pk=self.kwargs["paragraph"])

    def back(self, anchor: str = "") -> HttpResponseBase:
        """To where the writer came from: the list of all paragraphs, or the report."""
        came_from_list = self.request.POST.get("from") == "text"
        return redirect(self.url("text" if came_from_list else "report") + (f"#{anchor}" if anchor else ""))

    def breadcrumbs(self) -> Crumbs:
        return [*super().breadcrumbs(), link(self.title, "")]


class ParagraphList(OfText):
    """Every paragraph, also those left out, with what can be done with it; all of the editor without JavaScript."""

    title = "全部段落"
    template_name = "summaries/text.html"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(
            rows=self.reading.rows(),
            is_open=self.report.is_open,
            add_url=self.url("new_paragraph"),
            headings_url=self.url("headings"),
            back=link("回到总结", self.url()),
        )


class ParagraphForm(OfText, FormPage):
    """What rewriting and adding have in common: a page of its own, or a piece opened in the report's page."""

    permission = Permission.COMPILE_REPORTS
    template_name = "summaries/paragraph.html"
    piece_name = "summaries/_editor.html"

    def show_form(self, form: Any, lines: list[dict[str, Any]], status: int = 200) -> HttpResponse:
        in_place = bool(self.request.htmx) or self.is_autosave
        context = {
            "form": form,
            "in_place": in_place,
            "is_open": self.report.is_open,
            "closed": CLOSED,
            "save_url": self.request.get_full_path(),
            "cancel_url": self.cancel_url(),
            "came_from": self.request.GET.get("from", ""),
            **self.about(),
        }
        return self.piece(context, status) if in_place else self.show(status=status, **context)

    def piece(self, context: dict[str, Any], status: int) -> HttpResponse:
        """The form for the report's page; a form that was sent comes back to where it stood."""
        response = render(self.request, self.piece_name, context, status=status)
        if self.request.method == "POST":
            reselect(reswap(retarget(response, f"#{context['piece_id']}"), "innerHTML"), ".editor")
        return response

    @property
    def is_autosave(self) -> bool:
        return "autosave" in self.request.POST

    def about(self) -> dict[str, Any]:
        """What the page says beside the form."""
        raise NotImplementedError

    def answer(self, result: Paragraph) -> HttpResponseBase:
        return self.back(result.anchor)

    def cancel_url(self) -> str:
        return self.url()


class ParagraphEdit(ParagraphForm):
    title = "修改这一段"

    def form(self, data: Any = None, files: Any = None) -> TextForm:
        paragraph = self.edited
        initial = {"text": shown(paragraph.text), "revision": paragraph.revision, "sitting": uuid4().hex}
        return TextForm(data, report=self.report, initial=initial)

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "withdraw" in self.request.POST:
            return self.withdraw()
        form = self.form(self.request.POST)
        if self.is_autosave and not (form.is_valid() and form.cleaned_data["text"]):
            return JsonResponse({"said": "没有字，还没有保存"}, status=422)
        if form.is_valid():
            try:
                return self.answer(self.save(form, []))
            except StaleEdit:
                return self.conflict(form)
            except ValidationError as error:
                self.refused(form, error)
        if self.is_autosave:
            return JsonResponse({"said": "还没有保存：" + "；".join(_errors(form))}, status=422)
        return self.show_form(form, [], status=422)

    def save(self, form: Any, formsets: list[Any]) -> Paragraph:
        """Words left out give the product's own back."""
        given = form.cleaned_data
        words = {"paragraph": self.edited, "revision": given["revision"], "by": self.request.user}
        if not given["text"] and not self.edited.is_own:
            return actions.set_paragraph(text=None, **words)
        return actions.save_text(text=given["text"], sitting=given["sitting"], **words)

    def answer(self, result: Paragraph) -> HttpResponseBase:
        if self.is_autosave:
            return JsonResponse({"revision": result.revision, "said": f"已自动保存 {self.reading.clock(result)}"})
        messages.success(self.request, "已保存这一段。要改回来，点这一段再点“撤回”。")
        return super().answer(result)

    def withdraw(self) -> HttpResponseBase:
        """The text as it was before this sitting."""
        last = had_texts(self.edited).last()
        if last and last.sitting and last.sitting == self.request.POST.get("sitting"):
            try:
                actions.undo(paragraph=self.edited, revision=self.edited.revision, by=self.request.user)
            except ValidationError as error:
                messages.error(self.request, "；".join(error.messages))
        return self.back(self.edited.anchor)

    def conflict(self, form: Any) -> HttpResponse:
        """Both texts side by side; the second writer decides, and either text stays among the versions."""
        self.edited.refresh_from_db()
        typed = form.cleaned_data["text"]
        again = {"text": typed, "revision": self.edited.revision, "sitting": uuid4().hex}
        self.versus = self.reading.versus(self.edited, typed)
        return self.show_form(TextForm(report=self.report, initial=again), [], status=409)

    def about(self) -> dict[str, Any]:
        paragraph = self.edited
        return {
            "paragraph": paragraph,
            "piece_id": f"place-{paragraph.pk}",
            "draft_key": draft_key(self.request.user, self.report, paragraph.pk),
            "place": self.reading.place(paragraph),
            "origin": origin_of(paragraph),
            "word": origin_word(paragraph),
            "news": self.reading.news(paragraph),
            "versus": getattr(self, "versus", None),
            "step_url": self.url("paragraph_step", paragraph.pk),
            "earlier_url": self.url("earlier_texts", paragraph.pk),
        }


class NewParagraph(ParagraphForm):
    title = "加写一段"

    @cached_property
    def after(self) -> Paragraph | None:
        number = self.request.GET.get("after", "")
        return self.paragraph(pk=int(number)) if _NUMBER.fullmatch(number) else None

    def form(self, data: Any = None, files: Any = None) -> NewParagraphForm:
        return NewParagraphForm(data, report=self.report, parts=[] if self.after else self.reading.parts())

    def save(self, form: Any, formsets: list[Any]) -> Paragraph:
        section = self.after.section if self.after else form.cleaned_data["section"]
        return actions.add_paragraph(
            report=self.report,
            section=Part(section),
            text=form.cleaned_data["text"],
            key=form.cleaned_data["key"],
            after=self.after,
            by=self.request.user,
        )

    def about(self) -> dict[str, Any]:
        after = self.after
        return {
            "paragraph": None,
            "piece_id": f"after-{after.pk if after else 0}",
            "draft_key": draft_key(self.request.user, self.report, "after", after.pk if after else 0),
            "place": f"加在“{self.reading.place(after)}”这一段后面" if after else "加在所选部分的最后",
            "origin": "",
            "word": "",
            "versus": None,
            "news": None,
            "earlier_url": "",
            "step_url": "",
        }


class Headings(OfText, FormPage):
    """Every heading of the report, to be called otherwise."""

    permission = Permission.COMPILE_REPORTS
    title = "修改小标题"
    intro = "只改这一份总结，重新编制后也保留您的写法。清空就恢复体例里的小标题；{期内} 成文时换成“上半年”这样的字。"

    @cached_property
    def headings(self) -> list[tuple[str, str]]:
        return headings_of(self.reading.outline, self.report.paragraphs.all())

    def form(self, data: Any = None, files: Any = None) -> HeadingsForm:
        return HeadingsForm(data, headings=self.headings, called=own_headings(self.report))

    def save(self, form: Any, formsets: list[Any]) -> None:
        names = {(Part(part), heading): field_name(part, heading) for part, heading in self.headings}
        texts = {key: form.cleaned_data[name] for key, name in names.items() if name in form.changed_data}
        actions.set_headings(report=self.report, texts=texts, by=self.request.user)

    def done(self, result: None) -> str:
        messages.success(self.request, "已保存小标题。")
        return self.url()

    def cancel_url(self) -> str:
        return self.url()


class ParagraphStep(OfText):
    """One step with one paragraph: taken, left out, moved, taken back."""

    title = "修改总结"

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        step = self.request.POST.get("do", "")
        try:
            self.take(step)
        except ValidationError as error:
            messages.error(self.request, "；".join(error.messages))
        else:
            if step in SAID:
                messages.success(self.request, SAID[step])
        return self.back(self.edited.anchor)

    def take(self, step: str) -> None:
        paragraph, by = self.edited, self.request.user
        match step:
            case "plain" | "figure" | "drop":
                actions.decide(paragraph=paragraph, decision=step, by=by)
            case "up" | "down":
                actions.move(paragraph=paragraph, direction=step, by=by)
            case "undo":
                actions.undo(paragraph=paragraph, revision=paragraph.revision, by=by)
            case "take":
                actions.set_paragraph(paragraph=paragraph, text=None, revision=paragraph.revision, by=by)
            case "keep":
                actions.keep_own(paragraph=paragraph, revision=paragraph.revision, by=by)
            case _:
                raise Http404


class AcceptRest(OfText):
    """Every candidate of a part that is undecided, taken as it is worded."""

    title = "修改总结"

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        section = self.request.POST.get("part", "")
        if section not in (Part.PROBLEM, Part.PLAN):
            raise Http404
        try:
            count = actions.accept_rest(report=self.report, section=Part(section), by=self.request.user)
        except ValidationError as error:
            messages.error(self.request, "；".join(error.messages))
        else:
            messages.success(self.request, f"{Part(section).label}里还没有确认的{count}条已写入。")
        return self.back()


class EarlierTexts(OfText):
    """Every text a paragraph ever had; any of them can be brought back."""

    title = "以前的写法"
    template_name = "summaries/earlier_texts.html"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show(
            place=self.reading.place(self.edited),
            texts=self.reading.versions(self.edited),
            revision=self.edited.revision,
            is_open=self.report.is_open,
            edit_url=self.url("paragraph", self.edited.pk),
            back=link("回到总结", self.url() + f"#{self.edited.anchor}"),
        )

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            version = self.version(self.request.POST.get("version", ""))
            revision = int(self.request.POST.get("revision", ""))
        except ValueError:
            raise Http404 from None
        try:
            actions.restore(paragraph=self.edited, version=version, revision=revision, by=self.request.user)
        except ValidationError as error:
            messages.error(self.request, "；".join(error.messages))
            return redirect(self.url("earlier_texts", self.edited.pk))
        messages.success(self.request, "已恢复这一版文字。")
        return self.back(self.edited.anchor)

    def version(self, number: str) -> ParagraphVersion:
        version = self.edited.versions.filter(pk=int(number)).first()
        if version is None:
            raise Http404
        return version


def _errors(form: Any) -> list[str]:
    return [str(text) for errors in form.errors.values() for text in errors]
