"""Pages of people: the roster as of a day, one person, registering, editing, showing what is sealed."""

from datetime import date
from typing import Any

import django_filters
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from partywork.access.permissions import Permission
from partywork.common.identity_number import mask
from partywork.common.phone import mask_phone
from partywork.common.text import normalise_identifier
from partywork.entries.views import RecordDetailPage, RecordFormPage
from partywork.ledgers.columns import Column
from partywork.members.actions import edit_member, register_member, reveal_personal
from partywork.members.enums import (
    MAY_APPLY_AGAIN,
    PARTY_STAGES,
    RETURNS,
    STAGE_DATES,
    Closing,
    Flag,
    RevealReason,
    Stage,
)
from partywork.members.facts import id_number_indexes
from partywork.members.filters import AsOfFilter
from partywork.members.forms import FindForm, MemberForm, RegisterForm
from partywork.members.ledger import LEDGER, closed_on
from partywork.members.models import Member, Standing
from partywork.members.movements import how_left
from partywork.members.page_parts import all_parts
from partywork.members.queries import members_seen, named
from partywork.orgs.dated import FOREVER
from partywork.orgs.models import PartyGroup
from partywork.pages.details import Groups
from partywork.pages.formpages import FormPage
from partywork.pages.lists import ListPage
from partywork.pages.tables import table_of
from partywork.pages.views import Crumbs, link

EVERYONE, IN_DEVELOPMENT = "all", "development"
sealed_post = method_decorator(sensitive_post_parameters("id_number", "phone"), name="dispatch")


def visible_groups(request: Any) -> QuerySet[Any]:
    seen = request.gate.organisations(Permission.VIEW_RECORDS)
    return PartyGroup.objects.filter(org__in=seen, until=FOREVER).select_related("org").order_by("org", "name")


class MemberFilter(AsOfFilter):
    q = django_filters.CharFilter(label="姓名或拼音", method="search")
    stage = django_filters.ChoiceFilter(
        label="人员类别",
        choices=[*Stage.choices, (IN_DEVELOPMENT, "申请人、积极分子、发展对象"), (EVERYONE, "全部人员")],
        method="keep",
        empty_label="党员（正式和预备）",
    )
    group = django_filters.ModelChoiceFilter(label="党小组", queryset=visible_groups, empty_label="全部")
    flag = django_filters.ChoiceFilter(label="情况", choices=Flag.choices, method="keep", empty_label="全部")
    occupation = django_filters.CharFilter(label="工作岗位", field_name="member__occupation", lookup_expr="icontains")

    class Meta:
        model = Standing
        fields: list[str] = []

    def matching(self, word: str) -> Q:
        """By name alone, in characters, pinyin or initials."""
        return Q(member__in=Member.objects.filter(named(word)).values("pk"))

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows = super().filter_queryset(queryset)
        stage, flag = self.form.cleaned_data.get("stage"), self.form.cleaned_data.get("flag")
        if flag:
            rows = rows.filter(member__in=_flagged(flag, self.day))
        if stage in Stage.values:
            return rows.filter(stage=stage)
        if stage == IN_DEVELOPMENT:
            return rows.exclude(stage__in=PARTY_STAGES)
        return rows if stage == EVERYONE or self.is_evidence else rows.filter(stage__in=PARTY_STAGES)


def _flagged(flag: str, day: date) -> QuerySet[Any]:
    return Member.objects.filter(flags__flag=flag, flags__since__lte=day, flags__until__gt=day).values("pk")


class MemberList(ListPage):
    title = LEDGER.title
    ledger = LEDGER
    filterset_class = MemberFilter
    order_by = "since"
    detail_url = "members:detail"
    create_url = "members:create"
    create_label = "登记人员"
    intro = "某一天的名册，最近有变更的在前；不填日期看今天的。"
    empty_title = "名册上没有人"
    empty_hint = "登记后，名册、应到人数、党费和总结里的党员数都从这里取。"

    def queryset(self) -> QuerySet[Any]:
        return super().queryset().order_by("org__code", "member__name", "pk")

    def row_url(self, row: Any) -> str:
        return reverse(self.detail_url, args=[row.member_id])

    def more(self) -> list[dict[str, str]]:
        pages = [link("按证件号码查找", reverse("members:find")), link("流动、失联等情况", reverse("members:flags"))]
        return [*super().more(), *pages]


@sealed_post
class MemberFind(FormPage):
    """Exact search by ID number, through the blind index; the number is never in an address."""

    permission = Permission.VIEW_RECORDS
    title = "按证件号码查找"
    intro = "要填完整的公民身份号码。只能找到在您管理范围内的人。"
    submit_label = "查找"

    def form(self, data: Any = None, files: Any = None) -> FindForm:
        return FindForm(data)

    def save(self, form: Any, formsets: list[Any]) -> Member:
        indexes = id_number_indexes(normalise_identifier(form.cleaned_data["id_number"]))
        found = members_seen(self.scope).filter(id_number_index__in=indexes).first()
        if found is None:
            raise ValidationError({"id_number": "没有找到，请核对号码；也可能还没登记这个人的证件号码。"})
        return found

    def done(self, result: Any) -> str:
        return reverse("members:detail", args=[result.pk])

    def cancel_url(self) -> str:
        return reverse("members:list")

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link(LEDGER.title, self.cancel_url()), link(self.title, "")]


STANDING_COLUMNS = [
    Column("since", "自何日起", lambda s: s.since, "date"),
    Column("until", "到何日止", closed_on, "date"),
    Column("org", "党支部", lambda s: s.org.short_name),
    Column("group", "党小组", lambda s: s.group.name if s.group else ""),
    Column("stage", "人员类别", lambda s: s.get_stage_display()),
    Column("opening", "起因", lambda s: s.get_opening_display()),
    Column("closing", "止因", lambda s: s.get_closing_display()),
    Column("final", "停止党籍后", lambda s: s.get_final_display(), spare=True),
    Column("final_on", "处理日期", lambda s: s.final_on, "date", spare=True),
    Column("note", "说明", lambda s: s.note),
]
# When a row was put right, by whom and why stands in the history of changes below.
WRONG_TITLE = "改正或撤销前的登记（留作记录，不计入任何一天；谁在何时为什么改的，见修改记录）"
WRONG_KEYS = ("since", "org", "group", "stage", "opening", "note")
WRONG_COLUMNS = [column for column in STANDING_COLUMNS if column.key in WRONG_KEYS]
FLAG_COLUMNS = [
    Column("flag", "情况", lambda f: f.get_flag_display()),
    Column("since", "自何日起", lambda f: f.since, "date"),
    Column("until", "到何日止", lambda f: None if f.is_open else f.until, "date"),
    Column("org", "党支部", lambda f: f.org.short_name),
    Column("note", "说明", lambda f: f.note),
]


class MemberDetail(RecordDetailPage):
    """One person: facts, the history of standings, circumstances, and the steps that can be taken."""

    template_name = "members/detail.html"
    ledger = LEDGER
    namespace = "members"
    revealed: tuple[str, str] | None = None

    def load(self, pk: int) -> Any:
        record = members_seen(self.scope).filter(pk=pk).select_related("org", "earlier").first()
        if record is None:
            raise Http404
        self.later = Member.objects.filter(earlier=record).first()
        self.standings = list(record.standings.select_related("org", "group").order_by("-since", "-pk"))
        self.flags = list(record.flags.select_related("org").order_by("-since", "-pk"))
        self.latest = next((each for each in self.standings if each.closing != Closing.MISTAKE), None)
        return record

    def show(self, *, status: int = 200, **context: Any) -> HttpResponse:
        may_reveal = self.revealed is None and self.request.gate.may(Permission.REVEAL_PERSONAL, self.record.org)
        reveal_url = reverse("members:reveal", args=[self.record.pk]) if may_reveal and self.has_sealed() else ""
        same = self.entries_of_the_same_person()
        return super().show(
            status=status,
            personal=self.personal(),
            reveal_url=reveal_url,
            reasons=RevealReason.choices,
            same=same,
            **context,
        )

    def has_sealed(self) -> bool:
        return bool(self.record.id_number or self.record.phone)

    def personal(self) -> list[dict[str, str]]:
        number, phone = self.revealed or (mask(self.record.id_number), mask_phone(self.record.phone))
        facts = [("公民身份号码", number), ("手机号码", phone)]
        return [{"label": label, "value": value or "没有登记"} for label, value in facts]

    def heading(self) -> str:
        return self.record.name

    def entries_of_the_same_person(self) -> list[dict[str, str]]:
        """Before and after applying again, where this user may see the other entry too."""
        others = {"以前的党员记录": self.record.earlier_id, "重新申请入党后的登记": self.later and self.later.pk}
        seen = members_seen(self.scope).filter(pk__in=[pk for pk in others.values() if pk])
        visible = set(seen.values_list("pk", flat=True))
        return [link(label, reverse("members:detail", args=[pk])) for label, pk in others.items() if pk in visible]

    def status_mark(self) -> dict[str, str] | None:
        if self.latest is None:
            return {"label": "登记有误", "css": "bad"}
        if self.latest.is_open:
            return {"label": self.latest.get_stage_display(), "css": "ok"}
        return {"label": f"不在册：{how_left(self.latest).label}", "css": "muted"}

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link(LEDGER.title, reverse("members:list")), link(self.heading(), "")]

    def groups(self) -> Groups:
        member, now = self.record, self.latest
        facts: list[tuple[str, Any]] = [
            ("党支部", now.org if now else ""),
            ("党小组", now.group.name if now and now.group else ""),
            ("性别", member.get_gender_display()),
            ("出生日期", _day(member.born_on)),
            ("民族", member.ethnicity),
            ("学历", member.get_education_display()),
            ("学位", member.degree),
            ("工作岗位", member.occupation),
            ("现居住地", member.residence),
            ("备注", member.remark),
        ]
        dates = [
            (str(Member._meta.get_field(name).verbose_name), _day(getattr(member, name)))  # type: ignore[union-attr]
            for name in STAGE_DATES.values()
        ]
        return [group for group in (_group("基本情况", facts), _group("发展党员的日期", dates)) if group["facts"]]

    def tables(self) -> list[dict[str, Any]]:
        may_write = self.may_write()
        added = [table for part in all_parts() for table in part.tables(self.record, self.request)]
        real = [each for each in self.standings if each.closing != Closing.MISTAKE]
        wrong = [each for each in self.standings if each.closing == Closing.MISTAKE]
        return [
            *added,
            {
                "title": "组织关系" + ("（点日期可以改正）" if may_write and self.latest else ""),
                "table": table_of(STANDING_COLUMNS, real, self.standing_url if may_write else None),
                "empty_text": "没有登记组织关系。",
            },
            *([{"title": WRONG_TITLE, "table": table_of(WRONG_COLUMNS, wrong), "empty_text": ""}] if wrong else []),
            {
                "title": "流动、失联、困难等情况" + ("（点情况可以结束）" if may_write and self.flags else ""),
                "table": table_of(FLAG_COLUMNS, self.flags, self.flag_url if may_write else None),
                "empty_text": "没有登记。",
            },
        ]

    def standing_url(self, row: Any) -> str:
        return reverse("members:correct", args=[row.pk])

    def flag_url(self, row: Any) -> str:
        return reverse("members:lower_flag" if row.is_open else "members:withdraw_flag", args=[row.pk])

    def primary(self) -> dict[str, str] | None:
        return super().primary() if self.latest else None

    def more(self) -> list[dict[str, str]]:
        elsewhere = [each for part in all_parts() for each in part.links(self.record, self.request)]
        return [*self.steps(), *elsewhere]

    def steps(self) -> list[dict[str, str]]:
        if self.latest is None or not self.may_write():
            return []
        if self.later is not None:  # the earlier entry of someone who applied again rests
            return []
        steps = self.open_steps() if self.latest.is_open else self.closed_steps()
        steps += [("撤销最近一次变更", "undo"), ("登记有误", "annul")]
        links = [link(label, reverse(f"members:{name}", args=[self.record.pk])) for label, name in steps]
        open_flags = [flag for flag in self.flags if flag.is_open]
        withdraw = [
            link(f"撤销“{flag.get_flag_display()}”", reverse("members:withdraw_flag", args=[flag.pk]))
            for flag in open_flags
        ]
        return links + withdraw

    def closed_steps(self) -> list[tuple[str, str]]:
        assert self.latest is not None
        why = how_left(self.latest)
        steps = [("重新列入名册", "return")] if any(why in closings for closings in RETURNS.values()) else []
        if self.latest.closing == Closing.SUSPENDED and not self.latest.final:
            steps.append(("停止党籍后的处理", "settle"))
        return steps + ([("重新申请入党", "apply_again")] if why in MAY_APPLY_AGAIN else [])

    def open_steps(self) -> list[tuple[str, str]]:
        assert self.latest is not None
        steps = [
            ("调整党小组", "group"),
            ("支部间调整", "move"),
            ("组织关系转出", "transfer_out"),
            ("登记离开", "leave"),
        ]
        if self.latest.stage != Stage.FULL:
            steps.insert(0, ("变更人员类别", "stage"))
        if self.latest.stage in PARTY_STAGES:
            steps.append(("登记情况", "flag"))
        return steps


class MemberReveal(MemberDetail):
    """Shows ID number and phone once; asking is an event of its own. Kept by no cache."""

    permission = Permission.REVEAL_PERSONAL

    def get(self, *args: Any, pk: int, **kwargs: Any) -> HttpResponse:
        self.load(pk)
        return redirect("members:detail", pk=pk)

    def post(self, *args: Any, pk: int, **kwargs: Any) -> HttpResponse:
        member = self.load(pk)
        if not self.scope.covers(member.org_id):
            raise Http404
        reason = self.request.POST.get("reason")
        if reason not in RevealReason.values:
            messages.error(self.request, "请先选择为什么查看，再点“显示”。")
            return redirect("members:detail", pk=pk)
        self.revealed = reveal_personal(member=member, reason=RevealReason(reason), by=self.request.user)
        response = super().get(*args, pk=pk, **kwargs)
        response["Cache-Control"] = "no-store"
        return response


@sealed_post
class MemberFormPage(RecordFormPage):
    model = Member
    namespace = "members"

    def show_both(self, form: Any) -> None:
        """What is sealed is not told to the second editor either."""
        form.changed_data = [name for name in form.changed_data if name not in Member.SECRET_FIELDS]
        super().show_both(form)

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link(LEDGER.title, reverse("members:list")), link(self.title, "")]


class MemberRegister(MemberFormPage):
    form_class = RegisterForm
    title = "登记人员"
    again = True

    def save(self, form: Any, formsets: list[Any]) -> Member:
        standing = form.standing()
        return register_member(member=form.instance, standing=standing, by=self.request.user, today=self.request.today)


class MemberEdit(MemberFormPage):
    form_class = MemberForm
    title = "修改人员信息"
    intro = "类别、支部、党小组的变更不在这里改，请回到人员页办理。"

    def save(self, form: Any, formsets: list[Any]) -> Member:
        version = form.cleaned_data["version"]
        return edit_member(member=form.instance, version=version, by=self.request.user, today=self.request.today)


def _group(title: str, facts: list[tuple[str, Any]]) -> dict[str, Any]:
    return {"title": title, "facts": [{"label": label, "value": value} for label, value in facts if value]}


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""
