"""The page on which something that happened is logged: what is offered and said so, evidence, marks, what else it
counts as. Date, attendance, topics, minutes and photos are never offered (truthful-text, against empty recording).
"""

from datetime import timedelta
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http.response import HttpResponseBase
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from partywork.access.scope import restrict
from partywork.attachments.actions import attach
from partywork.attachments.enums import ACCEPT
from partywork.attachments.forms import help_text, sort_out, too_many
from partywork.common.ids import id_from
from partywork.common.text import format_date
from partywork.entries.actions import is_on_behalf
from partywork.entries.lateness import LATE_DAYS, ON_BEHALF
from partywork.entries.models import Entry
from partywork.entries.together import counted_with, gathering_of
from partywork.entries.views import RecordFormPage, dated_name, record_url
from partywork.orgs.models import Organisation
from partywork.pages.formpages import Aside
from partywork.pages.forms import RecordForm
from partywork.pages.views import link
from partywork.rules.queries import rules_for

# A double click, or a form sent again after going back: what is typed by then may differ from what is kept.
AGAIN_SENT = " · 这一条之前已经保存过，没有再存一份；这次有改动的，请打开它再改"

Offered = tuple[Entry, tuple[str, ...]]  # the record a habit is read from, and the fields taken over


class EntryFormPage(RecordFormPage):
    """Logging or editing an entry."""

    again_label = "保存并再记一次"
    model: ClassVar[type[Entry]]
    copied: ClassVar[tuple[str, ...]] = ()  # what copying takes over
    noun: ClassVar[str] = "登记"  # 按上次…带出
    takes_files: ClassVar[bool] = True
    saved_before: bool = False  # the form was sent a second time

    # --- What is offered ---

    def form(self, data: Any = None, files: Any = None) -> RecordForm:
        form = super().form(data, files)
        for name in getattr(self.model, "SECRET_FIELDS", ()):
            if name in form.fields:
                form.fields[name].widget.attrs["data-private"] = "yes"  # no draft of it stays in the browser
        if not self.is_new and gathering_of(form.instance):
            form.fields["date"].disabled = True
            form.fields["date"].help_text = "和另一条记录是同一次活动，日期在那条记录里改"
        return form

    def initial(self) -> dict[str, Any]:
        offered = super().initial()
        source = self.source()
        if source:
            taken = {name: getattr(source, name) for name in self.copied}
            return {"org": source.org_id, **taken, **{k: v for k, v in offered.items() if k in self.prefilled}}
        return offered

    def source(self) -> Any:
        """The record to copy from, if the address names one the user may log for."""
        if not hasattr(self, "_source"):
            asked = id_from(self.request.GET.get("copy"))
            rows = restrict(self.model._default_manager.all(), self.scope).select_related("org")
            self._source = rows.filter(pk=asked).first() if asked else None
        return self._source

    def last(self, org: Any) -> Any:
        """The unit's newest record, from which 复制上一次 copies."""
        return self.model._default_manager.filter(org=org).order_by("-date", "-id").first() if org else None

    def habit(self) -> Offered | None:
        """What was offered without being asked for, and from where."""
        return None

    def again_url(self, result: Any) -> str:
        return f"{super().again_url(result)}?{urlencode({'copy': result.pk})}"

    # --- What is said around the form ---

    def aside(self, form: Any) -> Aside:
        org = self.chosen_org(form)
        links = []
        if self.is_new and self.copied and not form.is_bound and not self.source() and (last := self.last(org)):
            links.append(link("复制上一次", f"{self.request.path}?{urlencode({'copy': last.pk})}"))
        notes = [*self.offered_notes(form), *self.mark_notes(form, org), *self.file_notes()]
        return Aside(notes, links, f"{self.request.user.pk}:{self.request.path}", self.chooser())

    def chosen_org(self, form: Any) -> Organisation | None:
        """The unit the record is for, as far as the form says."""
        given = id_from(form["org"].value())
        return self.request.gate.organisations(self.permission).filter(pk=given).first() if given else None

    def offered_notes(self, form: Any) -> list[dict[str, str]]:
        if not self.is_new or form.is_bound:
            return []
        source, habit = self.source(), self.habit()
        never = "日期、人数和内容请照这一次填。"
        if source:
            return [_note(f"照“{dated_name(source)}”带出：{self.labels(form, source, self.copied)}。{never}", source)]
        if habit:
            entry, names = habit
            text = (
                f"按上次{self.noun}（{format_date(entry.date)}）带出：{self.labels(form, entry, names)}，不同的请改。"
            )
            return [_note(text, entry)]
        return []

    def labels(self, form: Any, entry: Any, names: tuple[str, ...]) -> str:
        """The names of those fields that hold something."""
        return "、".join(str(form.fields[name].label) for name in names if getattr(entry, name))

    def mark_notes(self, form: Any, org: Organisation | None) -> list[dict[str, str]]:
        """代录 and 补录, where they will stand beside the record or do already."""
        if not self.is_new:
            return [_note(f"这条记录标有“{ON_BEHALF}”。")] if form.instance.on_behalf else []
        notes = []
        if org is None and self.request.gate.is_manager:
            notes.append(_note(f"替下级党组织登记的，保存后会标“{ON_BEHALF}”。"))
        elif org is not None and is_on_behalf(org.pk, self.request.user):
            notes.append(_note(f"您不在{org}任职，保存后会标“{ON_BEHALF}”。"))
        book = rules_for(on=self.request.today, org=org)
        if book.has(LATE_DAYS):
            first = self.request.today - timedelta(days=book.number(LATE_DAYS))
            text = f"{format_date(first)}以前的事现在才登记，保存后会标“补录”，照样计数。"
            notes.append(_note(text) | {"late": first.isoformat()})
        return notes

    # --- Evidence ---

    def chooser(self) -> dict[str, str] | None:
        return {"accept": ACCEPT, "help": help_text()} if self.is_new and self.takes_files else None

    def file_notes(self) -> list[dict[str, str]]:
        """A browser forgets chosen files when a form comes back."""
        lost = len(self.request.FILES.getlist("evidence"))
        return [_note(f"刚才选的{lost}个文件浏览器没有留住，请在下面再选一次。") | {"warn": "yes"}] if lost else []

    def answer(self, result: Any) -> HttpResponseBase:
        refusals = self.hand_in(result) if self.is_new and self.takes_files else []
        answer = super().answer(result)
        if refusals:
            text = format_html(
                '记录已保存，但有文件没有收下：{} 可以在<a href="{}#evidence">这条记录的佐证材料</a>里重新传。',
                " ".join(refusals), record_url(result),
            )  # fmt: skip
            messages.warning(self.request, text)
        return answer

    def hand_in(self, record: Any) -> list[str]:
        """Keep the files chosen with the form; why some were not taken. The record itself is saved by now."""
        uploads = self.request.FILES.getlist("evidence")
        most = settings.ATTACHMENTS_AT_ONCE
        checked, errors = sort_out(uploads[:most])
        refusals = [text for error in errors for text in error.messages]
        if len(uploads) > most:
            refusals.append(too_many())
        if checked:
            try:
                attach(record=record, files=checked, by=self.request.user)
            except ValidationError as error:
                refusals += error.messages
        return refusals

    # --- What is said after saving ---

    def attempt(self, form: Any, formsets: list[Any]) -> Any:
        result = super().attempt(form, formsets)
        self.saved_before = self.is_new and result is not form.instance
        return result

    def saved_text(self, result: Any) -> SafeString:
        """The line that says what happened, what it also counts as, and which draft has served its purpose."""
        beside: list[Any] = counted_with(result)
        others = [(record_url(each), str(each.get_kind_display())) for each in beside]
        links = format_html_join("、", '<a href="{}">{}</a>', others)
        also = format_html(" · 同时计为{}", links) if others else ""
        done = format_html('<span data-draft-done="{}:{}"></span>', self.request.user.pk, self.request.path)
        before = AGAIN_SENT if self.saved_before else ""
        return format_html("{}{}{}{}", super().saved_text(result), also, before, done)


def _note(text: str, about: Any = None) -> dict[str, str]:
    return {"text": text, "url": record_url(about) if about else ""}
