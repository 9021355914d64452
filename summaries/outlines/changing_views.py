"""Changing an outline of one's own: its name, its places one by one, taking out what cannot be used, withdrawing it."""

import re
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from partywork.pages.formpages import FormPage
from partywork.pages.views import Crumbs, link
from summaries.outlines.actions import change_outline, mend_outline, name_outline, use_outline
from summaries.outlines.editing import NEW, NoSuchPlace, claim_themes, found, put, stepped
from summaries.outlines.forms import (
    GroupForm,
    NameForm,
    PassageForm,
    PlaceForm,
    PlanGroupForm,
    SectionForm,
    SentenceForm,
    TableForm,
)
from summaries.outlines.models import OwnOutline
from summaries.outlines.views import COMPILE, OfOutline, OfSoundOutline

LONGEST_VERSION = 10  # digits
GONE = "这一处已经不在了，可能刚被别人改过。请看最新的内容。"
FORMS: tuple[tuple[str, type[PlaceForm]], ...] = (
    (r"section\.(\d+|new)", SectionForm),
    (r"section\.\d+\.group\.(\d+|new)", GroupForm),
    (r"section\.\d+\.group\.\d+\.passages\.(\d+|new)", PassageForm),
    (r"(opening|closing|section\.\d+\.lead|.*\.passages\.\d+\.sentence)\.(\d+|new)", SentenceForm),
    (r"table\.(\d+|new)", TableForm),
)


class Changing(OfSoundOutline, FormPage):
    """A form that changes the outline and goes back to its page."""

    permission = COMPILE

    def done(self, result: OwnOutline) -> str:
        messages.success(self.request, "已保存。已经编好的总结不变，重新编制时才按新的体例。")
        return self.url()

    def cancel_url(self) -> str:
        return self.url()

    def breadcrumbs(self) -> Crumbs:
        return [*super().breadcrumbs(), link(self.title, "")]


class Rename(Changing):
    title = "名称和标题"

    def form(self, data: Any = None, files: Any = None) -> NameForm:
        kept = self.managed
        initial = {"label": kept.label, "title": kept.data["title"], "shared": kept.shared, "version": kept.version}
        return NameForm(data, may_share=self.may_share(kept.org), initial=initial)

    def save(self, form: Any, formsets: list[Any]) -> OwnOutline:
        given = form.cleaned_data
        return name_outline(
            outline=self.managed,
            label=given["label"],
            title=given["title"],
            shared=given.get("shared", self.managed.shared),
            version=given["version"],
            by=self.request.user,
        )


class Place(Changing):
    """One place of the outline: a part, a heading, a sentence, a table."""

    @property
    def at(self) -> str:
        return self.request.GET.get("at", "section.0")

    @property
    def is_new(self) -> bool:
        return self.at.endswith(f".{NEW}")

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"{'增加' if self.is_new else '修改'}{self.form_class.label}"

    @cached_property
    def old(self) -> dict[str, Any]:
        """What stands there now; empty for something new."""
        try:
            put(self.managed.data, self.at, {})
            return {} if self.is_new else dict(found(self.managed.data, self.at))
        except (NoSuchPlace, TypeError, ValueError):
            raise Http404 from None

    @cached_property
    def form_class(self) -> type[PlaceForm]:
        for pattern, form in FORMS:
            if re.fullmatch(pattern, self.at):
                return PlanGroupForm if form is GroupForm and self._is_plan() else form
        raise Http404

    def _is_plan(self) -> bool:
        try:
            return bool(found(self.managed.data, ".".join(self.at.split(".")[:2]))["kind"] == "plan")
        except NoSuchPlace:
            raise Http404 from None

    def form(self, data: Any = None, files: Any = None) -> PlaceForm:
        first = self.form_class.first(self.old) if self.old else {}
        return self.form_class(
            data,
            org=self.managed.org,
            period=self.period,
            is_new=self.is_new,
            initial={**first, "version": self.managed.version},
        )

    def save(self, form: Any, formsets: list[Any]) -> OwnOutline:
        made = form.place_data(self.old)
        data = put(self.managed.data, self.at, made)
        if made.get("themes") and "group" in self.at:
            data = claim_themes(data, self._standing(data))
        elif self.is_new and self.at == "section.new" and made["kind"] == "done" and made["group"]:
            data = claim_themes(data, f"{self._standing(data)}.group.0")
        version = form.cleaned_data["version"]
        return change_outline(outline=self.managed, data=data, version=version, by=self.request.user)

    def _standing(self, data: dict[str, Any]) -> str:
        """The place by number, also of what was new."""
        if not self.is_new:
            return self.at
        before, name = self.at.removesuffix(f".{NEW}").rpartition(".")[::2]
        rows = found(data, before)[name] if before else data[name]
        return f"{before}.{name}.{len(rows) - 1}".lstrip(".")


class TakeStep(OfSoundOutline):
    """Moving one place up or down, or taking it away."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        outline, asked = self.managed, self.request.POST
        step, version = asked.get("step", ""), asked.get("version", "")
        try:
            if step not in ("up", "down", "remove") or not version.isdecimal():
                raise NoSuchPlace(step)
            data = stepped(outline.data, asked.get("at", ""), step)  # type: ignore[arg-type]
            change_outline(outline=outline, data=data, version=int(version), by=self.request.user)
        except NoSuchPlace:
            messages.error(self.request, GONE)
        except ValidationError as error:
            messages.error(self.request, "".join(error.messages))
        return redirect(self.url())


class Mend(OfOutline):
    """Taking out what cannot be used any more."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        typed = self.request.POST.get("version", "")
        version = int(typed) if typed.isdecimal() and len(typed) < LONGEST_VERSION else 0
        try:
            gone = mend_outline(outline=self.managed, version=version, by=self.request.user)
        except ValidationError as error:
            messages.error(self.request, "".join(error.messages))
        else:
            told = f"去掉了{len(gone)}处，可以用了。请看看剩下的是否合适。"
            messages.success(self.request, told if gone else "这个体例没有要去掉的，可以直接用。")
        return redirect(self.url())


class Use(OfOutline):
    """Withdrawing it, or taking it up again."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        in_use = self.request.POST.get("use") == "1"
        use_outline(outline=self.managed, in_use=in_use, by=self.request.user)
        said = "已恢复使用。" if in_use else "已停用，以后编制总结不再提供；用它编好的总结不变。"
        messages.success(self.request, said)
        return redirect(self.url())
