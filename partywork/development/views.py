"""The board, the list that prints, and the page of one person."""

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.access.scope import restrict
from partywork.development import overdue
from partywork.development.enums import ExtensionKind, GuideRole, Phase
from partywork.development.ledger import LEDGER, ledger_on
from partywork.development.people_columns import printed_columns
from partywork.development.person_parts import (
    GUIDE_COLUMNS,
    REVIEW_COLUMNS,
    interval_columns,
    review_lines,
    step_groups,
)
from partywork.development.places import BOARD, shown_day
from partywork.development.queries import Person, in_development, people, person, rules_on, with_records
from partywork.development.steps import STAGES
from partywork.members.enums import Stage
from partywork.members.filters import AsOfFilter
from partywork.members.models import Standing
from partywork.members.queries import members_seen
from partywork.pages.lists import ListPage
from partywork.pages.tables import table_of
from partywork.pages.views import Crumbs, Page, link

SHOWN = 400  # cards on one page; beyond, a unit is chosen
OVERDUE = "overdue"


class PeopleFilter(AsOfFilter):
    search_fields = ["member__name"]
    stage = django_filters.ChoiceFilter(label="人员类别", choices=Stage.choices, empty_label="全部")
    light = django_filters.ChoiceFilter(
        label="时限", choices=[(OVERDUE, "已超时限")], method="of_light", empty_label="全部"
    )

    class Meta:
        model = Standing
        fields: list[str] = []

    def of_light(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(overdue.any_overdue(self.day, rules_on(self.day)))

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return super().filter_queryset(queryset).filter(in_development(self.day))


class PeopleList(ListPage):
    """Everybody on the way as of a day, with what comes next: it prints on A4 and leaves as Excel."""

    title = "发展党员名单"
    ledger = LEDGER
    filterset_class = PeopleFilter
    order_by = "since"
    detail_url = "development:person"
    intro = "某一天正在培养、考察的人，最近有变更的在前；不填日期看今天的。"
    empty_title = "名单上没有人"
    empty_hint = "在党员花名册里登记入党申请人后，他会出现在这里。"

    def empty_action(self) -> dict[str, str] | None:
        return link("打开发展党员", reverse("development:board"))

    def get(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        day = PeopleFilter(data=self.request.GET or None, queryset=Standing.objects.none(), request=self.request)
        on = day.day if day.form.is_valid() else self.request.today
        self.ledger = ledger_on(on, rules_on(on))  # type: ignore[misc]
        return super().get(*args, **kwargs)

    def row_url(self, row: Any) -> str:
        return reverse(self.detail_url, args=[row.member_id])

    def more(self) -> list[dict[str, str]]:
        return [link("看板", reverse("development:board")), *super().more()]

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link(BOARD, reverse("development:board")), link(self.title, "")]


class PrintList(Page):
    """Everybody on the way on one page for A4, with what is missing and by when."""

    template_name = "development/print.html"
    permission = Permission.VIEW_RECORDS
    title = "发展党员情况一览"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = restrict(Standing.objects.all(), self.scope).order_by("org__code", "member__name", "pk")
        filters = PeopleFilter(data=self.request.GET or None, queryset=rows, request=self.request)
        on = filters.day if filters.form.is_valid() else self.request.today
        found = list(with_records(filters.qs, on)[: SHOWN + 1])
        shown = sorted(found[:SHOWN], key=lambda row: (row.org.code, STAGES.index(row.stage)))
        rules = rules_on(on)
        return self.show(
            table=table_of(printed_columns(on, rules), shown, self.row_url),
            on=on,
            total=len(shown),
            is_cut=len(found) > SHOWN,
            filter_form=filters.form,
            filter_open=bool(filters.form.changed_data),
            more=[link("看板", reverse("development:board")), link("名单", reverse("development:list"))],
        )

    def row_url(self, row: Any) -> str:
        return reverse("development:person", args=[row.member_id])

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link(BOARD, reverse("development:board")), link(self.title, "")]


class Board(Page):
    """Five columns, one a phase; a card says the next step and what is due."""

    template_name = "development/board.html"
    permission = Permission.VIEW_RECORDS
    title = BOARD

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = restrict(Standing.objects.all(), self.scope).order_by("org__code", "member__name", "pk")
        filters = PeopleFilter(data=self.request.GET or None, queryset=rows, request=self.request)
        on = filters.day if filters.form.is_valid() else self.request.today
        found = people(filters.qs, on, rules_on(on), limit=SHOWN + 1)
        return self.show(
            columns=[self.column(phase, found[:SHOWN]) for phase in Phase],
            is_cut=len(found) > SHOWN,
            total=len(found[:SHOWN]),
            overdue=sum(each.progress.is_overdue for each in found[:SHOWN]),
            filter_form=filters.form,
            filter_open=bool(filters.form.changed_data),
            more=self.more(),
            primary=self.primary(),
        )

    def column(self, phase: Phase, found: list[Person]) -> dict[str, Any]:
        cards = [self.card(each) for each in found if each.progress.phase == phase]
        cards.sort(key=lambda card: card["rank"])
        return {"label": phase.label, "cards": cards}

    def card(self, each: Person) -> dict[str, Any]:
        progress = each.progress
        urgent, following = progress.most_urgent, progress.next
        colour, word = progress.light
        return {
            "name": each.member.name,
            "org": each.standing.org.short_name,
            "stage": each.standing.get_stage_display(),
            "url": reverse("development:person", args=[each.member.pk]),
            "next": following.title if following else "已办完",
            "due": f"{urgent.label}，{urgent.bound.value}" if urgent else "",
            "due_on": shown_day(urgent.day) if urgent else "",
            "light": colour,
            "word": word,
            "lacks": "没有培养联系人" if progress.lacks_contact else "",
            "rank": (("red", "amber", "green", "muted").index(colour), urgent.day.isoformat() if urgent else "9999"),
        }

    def primary(self) -> dict[str, str] | None:
        if not self.request.gate.allows(Permission.LOG_RECORDS):
            return None
        return link("登记入党申请人", reverse("members:create"))

    def more(self) -> list[dict[str, str]]:
        return [
            link("打印一览（还缺什么）", reverse("development:print")),
            link("名单", reverse("development:list")),
            link("步骤台账", reverse("development_steps:list")),
            link("考察台账", reverse("activist_reviews:list")),
            link("延期台账", reverse("development_extensions:list")),
        ]

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link(self.title, "")]


class PersonPage(Page):
    """One person: the twenty-five steps, the intervals, reviews and those who accompany."""

    template_name = "development/person.html"
    permission = Permission.VIEW_RECORDS

    def get(self, *args: Any, pk: int, **kwargs: Any) -> HttpResponse:
        member = members_seen(self.scope).filter(pk=pk).select_related("org").first()
        newest = Standing.objects.real().filter(member=member).order_by("since").last() if member else None
        if member is None or newest is None:
            raise Http404
        self.is_here = newest.is_open
        on = self.request.today if newest.is_open else newest.until - timedelta(days=1)
        found = person(member, on, rules_on(on))
        if found is None:
            raise Http404
        self.person = found
        progress = found.progress
        return self.show(
            title=found.member.name,
            status_mark={"label": found.standing.get_stage_display(), "css": "ok" if self.is_here else "muted"},
            notes=[] if self.is_here else [f"{newest.get_closing_display()}，以下是{shown_day(on)}的情况"],
            org=found.standing.org,
            next_step=progress.next,
            phase=progress.phase.label,
            missing="、".join(step.name for step in progress.missing),
            lacks_contact=progress.lacks_contact,
            steps=step_groups(found, self.writes(), self.scope),
            intervals=self.part("时限", interval_columns(found), progress.intervals, "现在没有要盯的时限。"),
            tables=self.tables(),
            primary=self.primary(),
            more=self.more(),
        )

    def writes(self) -> bool:
        return self.is_here and self.request.gate.may(Permission.LOG_RECORDS, self.person.member.org)

    def tables(self) -> list[dict[str, Any]]:
        found = self.person
        return [
            self.part("培养联系人和入党介绍人", GUIDE_COLUMNS, found.guides, "还没有登记。"),
            self.part("半年考察", REVIEW_COLUMNS, review_lines(found, self.scope), "没有应考察的半年，也没有登记。"),
        ]

    def part(self, title: str, columns: Any, rows: Any, empty_text: str) -> dict[str, Any]:
        return {"title": title, "table": table_of(columns, rows), "empty_text": empty_text}

    def primary(self) -> dict[str, str] | None:
        following = self.person.progress.next
        if following is None or not self.writes():
            return None
        args = [self.person.member.pk, following.code.value]
        return link(f"登记：{following.name}", reverse("development:record", args=args))

    def more(self) -> list[dict[str, str]]:
        member, facts = self.person.member, self.person.progress.facts
        links = [link("人员信息", reverse("members:detail", args=[member.pk]))]
        if not self.writes():
            return links
        if facts.stage == Stage.ACTIVIST:
            links.append(link("登记半年考察", reverse("development:review", args=[member.pk])))
            links.append(self.guides_link(GuideRole.CONTACT))
        if facts.stage in (Stage.CANDIDATE, Stage.PROBATIONARY):
            links.append(self.guides_link(GuideRole.SPONSOR))
        if facts.stage == Stage.PROBATIONARY:
            kinds = [kind for kind in ExtensionKind if kind not in facts.extended]
            links += [
                link(str(kind.label), reverse("development:extend", args=[member.pk, kind.value])) for kind in kinds
            ]
        return links

    def guides_link(self, role: GuideRole) -> dict[str, str]:
        args = [self.person.member.pk, role.value]
        return link(f"调整{role.label}", reverse("development:guides", args=args))

    def breadcrumbs(self) -> Crumbs:
        return [
            link("首页", reverse("home")),
            link(BOARD, reverse("development:board")),
            link(self.person.member.name, ""),
        ]
