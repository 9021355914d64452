"""Pages of organisations: the tree as of today, one organisation with its history, and changing it."""

import re
from typing import Any, ClassVar

import django_filters
from django.contrib import messages
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpResponse
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.access.scope import restrict
from partywork.audit.history import history_of
from partywork.common.pinyin import typed, where_found
from partywork.ledgers.columns import Column
from partywork.orgs import actions, forms, tables
from partywork.orgs.dated import FOREVER
from partywork.orgs.enums import UPPER_KINDS, OrgKind, Sector
from partywork.orgs.ledger import LEDGER, parent_now
from partywork.orgs.models import Organisation, PartyGroup, Placement, Profile
from partywork.orgs.panels import all_panels
from partywork.orgs.queries import DIGITS, profile_of, subtree_ids
from partywork.pages.details import DetailPage, Groups
from partywork.pages.filters import RecordFilter, visible_organisations
from partywork.pages.formpages import FormPage
from partywork.pages.list_parts import picks_of
from partywork.pages.lists import ListPage
from partywork.pages.tables import Table, table_of
from partywork.pages.views import Crumbs, link

LETTERS = re.compile(r"[a-z]{2,}")
SHOWN = 500  # rows of the tree on one page; beyond that the filter narrows


class OrganisationFilter(RecordFilter):
    search_fields = ["name", "short_name", "code"]

    def matching(self, word: str) -> Q:
        """By pinyin and initials of the short name too. Read one by one: those of a user are hundreds at most."""
        found, query = super().matching(word), typed(word)
        if not LETTERS.fullmatch(query):
            return found
        names = self.queryset.values_list("pk", "short_name")
        return found | Q(pk__in=[pk for pk, name in names if where_found(query, name) is not None])

    org = django_filters.ModelChoiceFilter(
        label="在哪个组织之下", queryset=visible_organisations, method="under", empty_label="全部"
    )
    kind = django_filters.ChoiceFilter(label="类别", choices=OrgKind.choices, empty_label="全部")
    sector = django_filters.ChoiceFilter(label="领域", choices=Sector.choices, method="of_sector", empty_label="全部")
    tag = django_filters.CharFilter(label="标签", method="of_tag")
    state = django_filters.ChoiceFilter(
        label="状态", choices=[("dissolved", "已撤销"), ("all", "全部")], method="of_state", empty_label="现有"
    )

    class Meta:
        model = Organisation
        fields: list[str] = []

    def under(self, rows: QuerySet[Any], name: str, org: Organisation) -> QuerySet[Any]:
        return rows.filter(pk__in=subtree_ids(org, self.request.today))

    def of_sector(self, rows: QuerySet[Any], name: str, sector: str) -> QuerySet[Any]:
        return rows.filter(pk__in=Profile.objects.on(self.request.today).filter(sector=sector).values("org"))

    def of_tag(self, rows: QuerySet[Any], name: str, tag: str) -> QuerySet[Any]:
        return rows.filter(tags__tag=tag.strip(), tags__until=FOREVER)

    def of_state(self, rows: QuerySet[Any], name: str, state: str) -> QuerySet[Any]:
        return rows.filter(dissolved_on__lte=self.request.today) if state == "dissolved" else rows


class OrganisationTree(ListPage):
    """All organisations of the user as a tree, in its order; there is no paging by date."""

    title = "党组织"
    ledger = LEDGER
    filterset_class = OrganisationFilter
    detail_url = "orgs:detail"
    create_url = "orgs:create"
    create_label = "新设党组织"
    empty_title = "没有符合条件的党组织"
    empty_hint = "换一个筛选条件试试。"

    def queryset(self) -> QuerySet[Any]:
        """Today's organisations; what a figure counts or a state asks for may be dissolved by now."""
        rows = super().queryset()
        if self.figure or self.request.GET.get("state"):
            return rows
        return rows.filter(dissolved_on__gt=self.request.today)

    def page(self, rows: QuerySet[Any]) -> HttpResponse:
        place = Placement.objects.filter(org=OuterRef("pk")).order_by("-since").values("path")[:1]
        in_order = self.ledger.rows(rows).annotate(path=Subquery(place)).order_by("path", "code")
        shown = list(in_order[: SHOWN + 1])
        count = (
            f"共 {len(shown)} 个" if len(shown) <= SHOWN else f"超过 {SHOWN} 个，只列出前 {SHOWN} 个，请用筛选缩小范围"
        )
        return self.show(
            title=self.title,
            intro=self.intro,
            primary=self.primary(),
            more=self.more(),
            filter_form=self.filters.form,
            filter_open=bool(self.filters.form.changed_data),
            table=self.table(shown[:SHOWN]),
            totals=[],
            count_text=count,
            older_url="",
            newer_url="",
            empty=self.empty(),
            banner=self.figure.banner(self.request.path) if self.figure else None,
        )

    def table(self, rows: list[Any]) -> Table:
        top = min((len(row.path) for row in rows), default=0)
        first, *rest = self.ledger.list_columns

        def indented(org: Any) -> str:
            return "　" * ((len(org.path) - top) // DIGITS) + org.short_name

        ids = [row.pk for row in rows]
        tree = Column(first.key, first.header, indented)
        return table_of([tree, *rest, *(self.contributed(ids))], rows, self.row_url, picks_of(self))

    def contributed(self, ids: list[int]) -> list[Column]:
        """The columns of slices above, each filled by one query."""
        return [
            _looked_up(panel.code, panel.header, panel.kind, panel.cells(ids, self.request.today))
            for panel in all_panels()
            if panel.header
        ]

    def primary(self) -> dict[str, str] | None:
        if self.request.gate.allows(Permission.MANAGE_ORGS):
            return link(self.create_label, reverse(self.create_url))
        return None


def _looked_up(key: str, header: str, kind: Any, cells: Any) -> Column:
    return Column(key, header, lambda org: cells.get(org.pk, ""), kind)


class OrganisationDetail(DetailPage):
    ledger = LEDGER
    list_url = "orgs:list"

    def may_manage(self) -> bool:
        return self.record.dissolved_on == FOREVER and self.request.gate.may(Permission.MANAGE_ORGS, self.record)

    def status_mark(self) -> dict[str, str] | None:
        return None if self.record.dissolved_on == FOREVER else {"label": "已撤销", "css": "bad"}

    def groups(self) -> Groups:
        groups = super().groups()
        parent = parent_now(self.record)
        if parent:
            for fact in groups[0]["facts"]:
                if fact["label"] == "上级党组织":
                    fact["value"] = parent.short_name
        return groups

    def tables(self) -> list[dict[str, Any]]:
        """Tables of slices above first: they are looked at more often than the history."""
        org, request = self.record, self.request
        above = [part for panel in all_panels() for part in panel.tables(org, request)]
        return [*above, *tables.of(org, request.today, self.may_manage())]

    def primary(self) -> dict[str, str] | None:
        return link("更新概况", reverse("orgs:profile", args=[self.record.pk])) if self.may_manage() else None

    def more(self) -> list[dict[str, str]]:
        links = [each for panel in all_panels() for each in panel.links(self.record, self.request)]
        return links + (self.management() if self.may_manage() else [])

    def management(self) -> list[dict[str, str]]:
        org = self.record
        group = [] if org.kind in UPPER_KINDS else [("设立党小组", "group")]
        pages = [("修改名称和电话", "edit"), ("加标签", "tag"), *group, ("调整隶属关系", "move"), ("撤销", "dissolve")]
        return [link(label, reverse(f"orgs:{name}", args=[org.pk])) for label, name in pages]

    def history(self) -> list[dict[str, Any]]:
        return history_of(self.record)


class OrganisationForm(FormPage):
    """A change of one organisation within the manager's reach."""

    permission = Permission.MANAGE_ORGS
    form_class: ClassVar[type[Any]]
    action_label: ClassVar[str]

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"{self.action_label}：{self.org()}"

    def org(self) -> Organisation:
        if not hasattr(self, "_org"):
            found = restrict(Organisation.objects.filter(pk=self.kwargs["pk"]), self.scope).first()
            if found is None:
                raise Http404
            self._org = found
        return self._org

    def form(self, data: Any = None, files: Any = None) -> Any:
        return self.form_class(data, initial=self.initial(), today=self.request.today, **self.extra())

    def initial(self) -> dict[str, Any]:
        self.org()
        return {}

    def extra(self) -> dict[str, Any]:
        return {}

    def parents(self) -> QuerySet[Any]:
        return self.request.gate.organisations(self.permission).filter(kind__in=UPPER_KINDS)

    def done(self, result: Any) -> str:
        messages.success(self.request, f"已保存：{self.action_label}。")
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("orgs:detail", args=[self.org().pk])

    def breadcrumbs(self) -> Crumbs:
        here = link(self.org().short_name, self.cancel_url())
        return [link("首页", reverse("home")), link("党组织", reverse("orgs:list")), here, link(self.action_label, "")]


class Founding(OrganisationForm):
    form_class = forms.FoundingForm
    action_label = "新设党组织"
    title = "新设党组织"

    def initial(self) -> dict[str, Any]:
        return {"parent": self.request.GET.get("parent") or self.request.gate.home}

    def extra(self) -> dict[str, Any]:
        return {"parents": self.parents()}

    def save(self, form: Any, formsets: list[Any]) -> Organisation:
        profile = form.fill(Profile())
        parent = form.cleaned_data["parent"]
        return actions.found_organisation(org=form.instance, parent=parent, profile=profile, by=self.request.user)

    def done(self, result: Any) -> str:
        messages.success(self.request, f"已设立“{result}”。")
        return reverse("orgs:detail", args=[result.pk])

    def cancel_url(self) -> str:
        return reverse("orgs:list")

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link("党组织", reverse("orgs:list")), link(self.title, "")]


class FactsEdit(OrganisationForm):
    form_class = forms.FactsForm
    action_label = "修改名称和电话"

    def form(self, data: Any = None, files: Any = None) -> Any:
        return forms.FactsForm(data, instance=self.org(), initial={"version": self.org().version})

    def save(self, form: Any, formsets: list[Any]) -> Organisation:
        version = form.cleaned_data["version"]
        return actions.edit_organisation(org=form.instance, version=version, by=self.request.user)


class ProfileChange(OrganisationForm):
    form_class = forms.ProfileForm
    action_label = "更新概况"
    intro = "以前的情况留着不变，从您填的那一天起按新的算。"

    def current(self) -> Profile:
        profile = profile_of(self.org(), self.request.today)
        assert profile is not None
        return profile

    def initial(self) -> dict[str, Any]:
        return forms.ProfileForm.typed(self.current())

    def save(self, form: Any, formsets: list[Any]) -> Profile:
        since = form.cleaned_data["since"]
        profile = form.fill(self.current().copy_for(since))
        return actions.change_profile(profile=profile, on=since, by=self.request.user)


class Move(OrganisationForm):
    form_class = forms.MoveForm
    action_label = "调整隶属关系"
    intro = "它和它的下级从这一天起归新的上级；这一天之前的总结和数字不变。"

    def extra(self) -> dict[str, Any]:
        return {"parents": self.parents()}

    def save(self, form: Any, formsets: list[Any]) -> None:
        given = form.cleaned_data
        actions.move_organisation(org=self.org(), parent=given["parent"], on=given["on"], by=self.request.user)


class Dissolve(OrganisationForm):
    form_class = forms.DissolveForm
    action_label = "撤销"
    submit_label = "撤销这个党组织"
    intro = "撤销后它的记录仍然留着，撤销前的工作照样计入上级的数字。"

    def save(self, form: Any, formsets: list[Any]) -> Organisation:
        given = form.cleaned_data
        return actions.dissolve_organisation(
            org=self.org(), on=given["on"], reason=given["reason"], by=self.request.user
        )


class TagAdd(OrganisationForm):
    form_class = forms.TagForm
    action_label = "加标签"

    def save(self, form: Any, formsets: list[Any]) -> Any:
        given = form.cleaned_data
        return actions.add_tag(org=self.org(), tag=given["tag"], since=given["since"], by=self.request.user)


class TagRemove(OrganisationForm):
    form_class = forms.UntagForm
    action_label = "去掉标签"

    def initial(self) -> dict[str, Any]:
        return {"tag": self.request.GET.get("tag")}

    def extra(self) -> dict[str, Any]:
        return {"org": self.org()}

    def save(self, form: Any, formsets: list[Any]) -> None:
        actions.remove_tag(tag=form.cleaned_data["tag"], on=form.cleaned_data["on"], by=self.request.user)


class GroupAdd(OrganisationForm):
    form_class = forms.GroupForm
    action_label = "设立党小组"

    def save(self, form: Any, formsets: list[Any]) -> PartyGroup:
        group = PartyGroup(org=self.org(), **form.cleaned_data)
        return actions.create_group(group=group, by=self.request.user)


class GroupClose(OrganisationForm):
    form_class = forms.CloseGroupForm
    action_label = "撤销党小组"

    def initial(self) -> dict[str, Any]:
        return {"group": self.request.GET.get("group")}

    def extra(self) -> dict[str, Any]:
        return {"org": self.org()}

    def save(self, form: Any, formsets: list[Any]) -> PartyGroup:
        given = form.cleaned_data
        return actions.close_group(group=given["group"], on=given["on"], by=self.request.user)
