"""The page that says which numbers the product goes by, and which regulation each comes from."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.ledgers.columns import Column
from partywork.pages.downloads import is_export, may_export, table_response
from partywork.pages.formpages import FormPage
from partywork.pages.http import PageRequest
from partywork.pages.tables import table_of
from partywork.pages.views import Crumbs, Page, link
from partywork.rules.actions import is_optional, set_local_rule
from partywork.rules.forms import LocalRuleForm
from partywork.rules.models import Rule
from partywork.rules.queries import rules_for

SUBJECTS = {
    "meeting": "组织生活",
    "talk": "谈心谈话",
    "appraisal": "民主评议",
    "org": "组织设置",
    "term": "任期和换届",
    "dues": "党费",
    "development": "发展党员",
    "member": "党员管理",
    "privacy": "个人信息",
    "training": "教育培训",
    "visit": "走访",
    "entry": "登记",
    "reminder": "提醒",
}
COLUMNS = [
    Column("title", "规则", lambda rule: rule.title, width=30),
    Column("value", "数值", lambda rule: rule.shown, width=24),
    Column("citation", "依据", lambda rule: rule.citation, width=30),
    Column("org", "适用范围", lambda rule: rule.org.short_name if rule.org else "全部", width=14),
    Column("effective_from", "生效日期", lambda rule: rule.effective_from, "date", 12),
    Column("note", "说明", lambda rule: rule.note, width=30),
]


class RuleList(Page):
    template_name = "pages/detail.html"
    permission = Permission.VIEW_RECORDS
    title = "规则依据"

    def get(self, *args: object, **kwargs: object) -> HttpResponse:
        if is_export(self.request):
            return table_response(self.request, self.title, COLUMNS, list(visible_rules(self.request)))
        more = [link("导出 Excel", "?export=xlsx")] if may_export(self.request) else []
        return self.show(tables=self.tables(), more=more, primary=None)

    def tables(self) -> list[dict[str, Any]]:
        """One table a subject: what is shipped, and what units in reach have set for themselves."""
        rules = visible_rules(self.request)
        by_subject: dict[str, list[Rule]] = {}
        for rule in rules:
            by_subject.setdefault(rule.code.partition(".")[0], []).append(rule)
        return [
            {"title": title, "table": table_of(COLUMNS, by_subject[subject], history_url), "empty_text": ""}
            for subject, title in SUBJECTS.items()
            if subject in by_subject
        ]

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link(self.title, "")]


def visible_rules(request: PageRequest) -> QuerySet[Rule]:
    """What is shipped, and what units in reach have set for themselves."""
    mine = request.gate.organisations(Permission.VIEW_RECORDS).values("pk")
    return Rule.objects.filter(Q(org=None) | Q(org__in=mine)).select_related("org")


def history_url(rule: Rule) -> str:
    return f"{reverse('rules:history')}?{urlencode({'code': rule.code})}"


def asked_code(request: PageRequest) -> str:
    """The rule the address is about. Raises Http404 for a code no rule has."""
    code = request.GET.get("code", "")
    if not Rule.objects.filter(code=code, org=None).exists():
        raise Http404
    return code


class RuleHistory(Page):
    """One rule: what holds for the user's unit today, and every version with its day and ground."""

    template_name = "pages/detail.html"
    permission = Permission.VIEW_RECORDS
    title = "规则"

    def get(self, *args: object, **kwargs: object) -> HttpResponse:
        code = asked_code(self.request)
        held = rules_for(on=self.request.today, org=self.request.gate.home).rule(code)
        versions = visible_rules(self.request).filter(code=code).order_by("-effective_from", "org__code")
        return self.show(
            title=held.title,
            status_mark=None,
            groups=[{"title": "现在执行", "facts": self.facts(held)}],
            tables=[{"title": "历次规定", "table": table_of(COLUMNS[1:], versions), "empty_text": ""}],
            primary=self.primary(code, held),
            more=[],
            history=[],
            notes=[],
        )

    def facts(self, held: Rule) -> list[dict[str, str]]:
        facts = {
            "数值": held.shown,
            "依据": held.citation,
            "生效日期": f"{held.effective_from:%Y-%m-%d}",
            "说明": held.note,
        }
        return [{"label": label, "value": value} for label, value in facts.items() if value]

    def primary(self, code: str, held: Rule) -> dict[str, str] | None:
        if isinstance(held.typed, tuple) or not self.request.gate.allows(Permission.SET_RULES):
            return None
        return link("按当地规定设置", f"{reverse('rules:set')}?{urlencode({'code': code})}")

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link("规则依据", reverse("rules:list")), link(self.title, "")]


class RuleSet(FormPage):
    """Setting a rule for a unit within reach and all below it."""

    permission = Permission.SET_RULES
    title = "按当地规定设置"
    intro = "从生效那天起，这里的数值代替上级的规定，用来判断应办事项。过去的日子仍按当时的规则算。"

    def form(self, data: Any = None, files: Any = None) -> LocalRuleForm:
        organisations = self.request.gate.organisations(self.permission).order_by("code")
        held = rules_for(on=self.request.today, org=self.request.gate.home).rule(asked_code(self.request))
        if isinstance(held.typed, tuple):
            raise Http404
        initial = {"org": self.request.gate.home, "effective_from": self.request.today}
        self.title = f"按当地规定设置：{held.title}"
        optional = is_optional(held.code)
        return LocalRuleForm(data, rule=held, organisations=organisations, is_optional=optional, initial=initial)

    def save(self, form: LocalRuleForm, formsets: list[Any]) -> Rule:
        given = form.cleaned_data
        return set_local_rule(
            code=asked_code(self.request), org=given["org"], value=form.value(), effective_from=given["effective_from"],
            note=given["note"], by=self.request.user, today=self.request.today,
        )  # fmt: skip

    def done(self, result: Rule) -> str:
        text = f"已设置“{result.title}”：{result.shown}，{result.effective_from:%Y-%m-%d}起对{result.org}和下级有效"
        messages.success(self.request, text)
        return history_url(result)

    def cancel_url(self) -> str:
        return f"{reverse('rules:history')}?{urlencode({'code': asked_code(self.request)})}"

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link("规则依据", reverse("rules:list")), link(self.title, "")]
