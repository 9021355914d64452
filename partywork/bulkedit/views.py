"""Three steps: what is to be changed, what would become of each record, done."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.access.scope import restrict
from partywork.bulkedit.actions import GONE, SAME, Hindered, Line, Plan, change_many, made_already, try_out
from partywork.bulkedit.declarations import BulkList, ChangeForm, Editable
from partywork.bulkedit.lists import list_of
from partywork.entries.models import Record
from partywork.entries.views import dated_name
from partywork.pages.views import Crumbs, Page, link

LARGEST = 2**63 - 1  # number of a record that a database can hold
MOST = 300  # records at once: each goes through its own action, and twice
TOO_MANY = f"一次最多改 {MOST} 条，请用筛选缩小范围。"
INCOMPLETE = "所选的记录传得不完整，请回到列表重新选择。"
NOTHING = "没有选择记录。请先在列表里勾选。"


class BulkPage(Page):
    """A step of a bulk change. Everything is posted; opened by address it leads home."""

    permission = Permission.LOG_RECORDS
    bulk: BulkList

    def get(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return redirect("home")

    def post(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        bulk = list_of(self.request.POST.get("list", ""))
        if bulk is None:
            raise BadRequest("没有这个列表，请回到列表重新选择。")
        self.bulk = bulk
        self.writable = self.request.gate.scope(bulk.permission)
        self.picked = self.picks()
        if not 0 < len(self.picked) <= MOST:
            messages.warning(self.request, TOO_MANY if self.picked else NOTHING)
            return redirect(self.list_url())
        return self.step()

    def step(self) -> HttpResponseBase:
        raise NotImplementedError

    def picks(self) -> dict[int, int]:
        """Record → the version that was seen; for the whole result of a filter the present ones."""
        given = self.request.POST
        if given.get("all"):
            path = f"{self.bulk.path}__" if self.bulk.path else ""
            found = self.bulk.page.opened(self.request, QueryDict(given.get("query", ""))).filtered()
            return dict(found.order_by().values_list(f"{path}pk", f"{path}version")[: MOST + 1])
        try:
            pairs = [pick.split(":") for part in given.getlist("picked") for pick in part.split(",") if pick]
            picks = {int(pk): int(version) for pk, version in pairs}
        except ValueError:
            raise BadRequest(INCOMPLETE) from None
        if not all(0 < pk <= LARGEST for pk in picks):
            raise BadRequest(INCOMPLETE)
        return picks

    def plan(self, editable: Editable, form: ChangeForm) -> Plan:
        seen = restrict(self.bulk.model._default_manager.all(), self.request.gate.scope(self.bulk.page.permission))
        return Plan(self.bulk, editable, form.cleaned_data, self.picked, seen, self.writable)

    def asked(self) -> tuple[Editable, ChangeForm]:
        editable = self.bulk.editable(self.request.POST.get("field", ""))
        if editable is None:
            raise BadRequest("没有选择要改什么，请回到列表重新选择。")
        return editable, editable.form(self.request, self.request.POST)

    def list_url(self) -> str:
        query = self.request.POST.get("query", "")
        return reverse(self.bulk.page.ledger.url) + (f"?{query}" if query else "")

    def breadcrumbs(self) -> Crumbs:
        back = link(self.bulk.page.title or self.bulk.title, self.list_url())
        return [link("首页", reverse("home")), back, link("批量修改", "")]

    def show_step(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        self.template_name = template  # type: ignore[misc]
        common = {"list": self.bulk.code, "query": self.request.POST.get("query", ""), "back_url": self.list_url()}
        picked = ",".join(f"{pk}:{version}" for pk, version in self.picked.items())
        return self.show(status=status, **{"picked": picked, **common, **context})

    def show_choices(self, filled: ChangeForm | None = None, status: int = 200) -> HttpResponse:
        """Every editable with what it asks for; the one that was filled in before keeps what was typed."""
        parts = []
        for editable in self.bulk.editables:
            form = filled if filled and filled.prefix == editable.code else editable.form(self.request)
            parts.append({"code": editable.code, "label": editable.label, "form": form, "open": form is filled})
        title = f"批量修改{self.bulk.title}（{len(self.picked)}条）"
        return self.show_step("bulkedit/choose.html", title=title, editables=parts, status=status)

    def show_preview(self, editable: Editable, form: ChangeForm, lines: list[Line], **more: Any) -> HttpResponse:
        ready = [line for line in lines if not line.refused]
        return self.show_step(
            "bulkedit/preview.html",
            title=f"批量修改{self.bulk.title}：{editable.label}",
            editable=editable,
            lines=[self.row(line) for line in sorted(lines, key=lambda line: bool(line.refused))],
            ready=len(ready),
            refused=len(lines) - len(ready),
            ready_picks=",".join(f"{line.record.pk}:{line.version}" for line in ready),
            typed=[(form.add_prefix(name), form.data.get(form.add_prefix(name), "")) for name in form.fields],
            key=uuid4().hex,
            **{"problem": "", **more},
        )

    def row(self, line: Line) -> dict[str, Any]:
        record = line.record
        named = dated_name(record) if isinstance(record, Record) else str(record)
        url = reverse(self.bulk.page.detail_url, args=[record.pk])
        org = getattr(record, "org", None)
        return {
            "name": named, "url": url, "org": org.short_name if org else "", "old": line.old,
            "new": "" if line.refused else line.new, "why": line.refused, "is_same": line.refused == SAME,
        }  # fmt: skip


class Choose(BulkPage):
    def step(self) -> HttpResponse:
        editable = self.bulk.editable(self.request.POST.get("field", ""))
        return self.show_choices(editable.form_again(self.request, self.request.POST) if editable else None)


class Preview(BulkPage):
    def step(self) -> HttpResponse:
        editable, form = self.asked()
        if not form.is_valid():
            return self.show_choices(form, status=422)
        lines = try_out(plan=self.plan(editable, form), by=self.request.user, today=self.request.today)
        missing = len(self.picked) - len(lines)
        return self.show_preview(editable, form, lines, problem=GONE.format(missing) if missing else "")


class Commit(BulkPage):
    def step(self) -> HttpResponseBase:
        editable, form = self.asked()
        if not form.is_valid():
            return self.show_choices(form, status=422)
        key = self.request.POST.get("key", "")
        if not key or len(key) > 64 or not key.isprintable():
            raise BadRequest("这一页打开得太久了，请回到列表重新选择。")
        plan, who = self.plan(editable, form), {"by": self.request.user, "today": self.request.today}
        try:
            number = change_many(plan=plan, key=key, **who)
        except ValidationError as error:
            number = made_already(key, self.request.user)  # the other half of a double click was quicker
            if not number:
                lines = error.lines if isinstance(error, Hindered) else try_out(plan=plan, **who)
                response = self.show_preview(editable, form, lines, problem=error.messages[0])
                response.status_code = 409
                return response
        messages.success(self.request, f"已改好 {number} 条{self.bulk.title}的“{editable.label}”。")
        return redirect(self.list_url())
