"""Pages of committees."""

from dataclasses import replace
from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.access.scope import restrict
from partywork.committees import actions
from partywork.committees.enums import Post
from partywork.committees.forms import EndPostForm, GivePostForm, PostFormSet, TermForm
from partywork.committees.ledger import LEDGER
from partywork.committees.models import CommitteePost, CommitteeTerm
from partywork.committees.panel import POSTS
from partywork.committees.queries import in_force
from partywork.common.ids import id_from
from partywork.common.periods import add_months
from partywork.entries.views import EntryCancelPage, EntryDetailPage, RecordFormPage
from partywork.ledgers.columns import Column
from partywork.pages.details import Groups
from partywork.pages.filters import DatedFilter
from partywork.pages.formpages import FormPage
from partywork.pages.lists import ListPage
from partywork.pages.tables import table_of
from partywork.pages.views import Crumbs, link

REMIND_MONTHS = 6  # 支部工作条例第21条: the superior reminds a branch six months before


class TermFilter(DatedFilter):
    search_fields = ["org__name", "org__short_name", "posts__name"]
    state = django_filters.ChoiceFilter(
        label="任期",
        choices=[("current", "现任"), ("overdue", "届满未换届"), ("soon", "半年内届满"), ("former", "往届")],
        method="of_state",
        empty_label="全部",
    )

    class Meta:
        model = CommitteeTerm
        fields: list[str] = []

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """A term with two posts that match is still one term."""
        return rows.filter(pk__in=super().search(rows, name, value).order_by().values("pk"))

    def of_state(self, rows: QuerySet[Any], name: str, state: str) -> QuerySet[Any]:
        today = self.request.today
        current = in_force(today)
        conditions = {
            "current": current,
            "overdue": current & Q(due_on__lt=today),
            "soon": current & Q(due_on__gte=today, due_on__lte=add_months(today, REMIND_MONTHS)),
            "former": Q(ended_on__lte=today),
        }
        return rows.filter(conditions[state])


class TermList(ListPage):
    title = "换届"
    ledger = LEDGER
    filterset_class = TermFilter
    detail_url = "committees:detail"
    create_url = "committees:create"
    create_label = "登记换届"

    def columns(self, rows: list[Any]) -> list[Column]:
        """With a light on the terms that are full, or will be within the time of the reminder."""
        mark = self.light_of
        return [replace(each, mark=mark) if each.key == "due_on" else each for each in super().columns(rows)]

    def light_of(self, term: CommitteeTerm) -> str:
        if not term.is_in_force or term.due_on > add_months(self.request.today, REMIND_MONTHS):
            return ""
        return "bad" if term.due_on < self.request.today else "warn"


class TermDetail(EntryDetailPage):
    ledger = LEDGER
    namespace = "committees"

    def status_mark(self) -> dict[str, str] | None:
        label = self.record.state_text
        if not self.record.is_in_force:
            return {"label": label, "css": "muted"}
        overdue = self.record.due_on < self.request.today
        return {"label": f"{label}，任期已届满", "css": "bad"} if overdue else {"label": label, "css": "ok"}

    def groups(self) -> Groups:
        """The posts stand in a table of their own."""
        groups = super().groups()
        for group in groups:
            group["facts"] = [fact for fact in group["facts"] if fact["label"] not in ("委员会组成", "状态")]
        return groups

    def tables(self) -> list[dict[str, Any]]:
        ends = reverse("committees:post_end", args=[self.record.pk])
        may_end = self.may_write() and self.record.is_in_force
        held = self.record.posts.order_by("-until", "pk")
        table = table_of(POSTS, held, lambda p: f"{ends}?post={p.pk}" if may_end and p.is_open else "")
        return [{"title": "委员会组成", "table": table, "empty_text": "还没有登记委员"}]

    def more(self) -> list[dict[str, str]]:
        here = [link("党组织", reverse("orgs:detail", args=[self.record.org_id]))]
        if self.may_write() and self.record.is_in_force:
            here.append(link("增补委员", reverse("committees:post", args=[self.record.pk])))
        return here + super().more()


class TermFormPage(RecordFormPage):
    form_class = TermForm
    model = CommitteeTerm
    namespace = "committees"


class TermCreate(TermFormPage):
    title = "登记换届"
    intro = "选举出新一届委员会以后登记，上一届从选举那天起结束。"

    def initial(self) -> dict[str, Any]:
        """The organisation whose page led here."""
        asked = id_from(self.request.GET.get("org"))
        return {**super().initial(), **({"org": asked} if asked else {})}

    def formsets(self, data: Any = None) -> list[dict[str, Any]]:
        lines = PostFormSet(data, prefix="posts")
        return [{"title": "选出的委员", "help": "一行一个职务，兼任的分两行", "formset": lines, "prefix": "posts"}]

    def save(self, form: Any, formsets: list[Any]) -> CommitteeTerm:
        posts = formsets[0].lines()
        return actions.log_term(term=form.instance, posts=posts, by=self.request.user, today=self.request.today)


class TermEdit(TermFormPage):
    title = "修改届次"

    def save(self, form: Any, formsets: list[Any]) -> CommitteeTerm:
        version = form.cleaned_data["version"]
        return actions.edit_term(term=form.instance, version=version, by=self.request.user, today=self.request.today)


class TermCancel(EntryCancelPage):
    model = CommitteeTerm
    namespace = "committees"
    question = "登记错了才取消。取消后上一届重新算作现任。请写明原因。"

    def save(self, form: Any, formsets: list[Any]) -> CommitteeTerm:
        given = form.cleaned_data
        return actions.cancel_term(
            term=self.entry(), version=given["version"], reason=given["reason"], by=self.request.user
        )


class PostPage(FormPage):
    """A change of posts during a term."""

    permission = Permission.LOG_RECORDS

    def term(self) -> CommitteeTerm:
        if not hasattr(self, "_term"):
            reachable = restrict(CommitteeTerm.objects.select_related("org"), self.scope)
            found = reachable.filter(pk=self.kwargs["pk"]).first()
            if found is None:
                raise Http404
            self._term: CommitteeTerm = found
        return self._term

    def done(self, result: Any) -> str:
        messages.success(self.request, f"已保存：{self.title}。")
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("committees:detail", args=[self.term().pk])

    def breadcrumbs(self) -> Crumbs:
        here = link(str(self.term()), self.cancel_url())
        return [link("首页", reverse("home")), link("换届", reverse("committees:list")), here, link(self.title, "")]


class PostGive(PostPage):
    title = "增补委员"

    def form(self, data: Any = None, files: Any = None) -> GivePostForm:
        self.term()
        return GivePostForm(data, today=self.request.today)

    def save(self, form: Any, formsets: list[Any]) -> CommitteePost:
        given = form.cleaned_data
        return actions.give_post(
            term=self.term(), post=Post(given["post"]), name=given["name"], since=given["since"], by=self.request.user
        )


class PostEnd(PostPage):
    title = "免去职务"

    def form(self, data: Any = None, files: Any = None) -> EndPostForm:
        initial = {"post": self.request.GET.get("post")}
        return EndPostForm(data, initial=initial, term=self.term(), today=self.request.today)

    def save(self, form: Any, formsets: list[Any]) -> None:
        actions.end_post(post=form.cleaned_data["post"], on=form.cleaned_data["on"], by=self.request.user)
