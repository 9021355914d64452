"""The menu: what a user may open, in the order people work."""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from partywork.access.permissions import Permission
from partywork.manual.chapters import chapter_of
from partywork.pages.addresses import address_of
from partywork.pages.icons import icon


@dataclass(frozen=True)
class Item:
    """``permission``: None where everyone signed in may open the page."""

    label: str
    url_name: str
    icon: str
    permission: Permission | None


@dataclass(frozen=True)
class Group:
    """``ahead_for``: who holds this permission finds the group right below the home page."""

    label: str
    items: tuple[Item, ...]
    ahead_for: Permission | None = None


VIEW = Permission.VIEW_RECORDS

GROUPS: list[Group] = [
    Group("", (Item("首页", "home", "house", VIEW),)),
    Group(
        "日常记录",
        (
            Item("会议活动", "meetings:list", "people", VIEW),
            Item("党费", "dues:grid", "wallet2", VIEW),
            Item("走访慰问", "visits:list", "house-heart", VIEW),
            Item("民主评议", "appraisals:list", "clipboard-check", VIEW),
            Item("领导联系点", "visits:contacts", "geo-alt", VIEW),
            Item("谈话", "talks:list", "chat-dots", VIEW),
            Item("整改问题", "rectification:list", "check2-square", VIEW),
            Item("工作记录", "worklog:list", "briefcase", VIEW),
            Item("计划事项", "plans:list", "list-check", VIEW),
            Item("自定义指标", "indicators:list", "graph-up-arrow", VIEW),
            Item("启用和期初", "starts:list", "clipboard2-data", VIEW),
        ),
    ),
    Group(
        "应办",
        (
            Item("应办事项", "compliance:owed", "list-ul", VIEW),
            Item("完成情况", "compliance:heat", "grid-3x3-gap", VIEW),
            Item("图表", "pictures:overview", "bar-chart", VIEW),
            Item("日历", "compliance:calendar", "calendar-event", VIEW),
        ),
    ),
    Group(
        "党员",
        (
            Item("党员花名册", "members:list", "person-vcard", VIEW),
            Item("发展党员", "development:board", "award", VIEW),
        ),
    ),
    Group(
        "组织和账号",
        (
            Item("党组织", "orgs:list", "diagram-3", VIEW),
            Item("换届", "committees:list", "arrow-repeat", VIEW),
            Item("账号", "accounts:list", "key", Permission.VIEW_ACCOUNTS),
            Item("操作日志", "audit:list", "shield-lock", Permission.READ_AUDIT),
        ),
    ),
    Group(
        "数据",
        (
            Item("表册", "exports:forms", "printer", Permission.EXPORT_LEDGERS),
            Item("导入表格", "imports:import", "upload", Permission.IMPORT_RECORDS),
            Item("后台任务", "jobs:list", "hourglass-split", VIEW),
        ),
    ),
    Group(
        "参考",
        (
            Item("规则依据", "rules:list", "journal-text", VIEW),
            Item("使用手册", "manual:contents", "question-circle", None),
        ),
    ),
]


def add_group(group: Group, *, after: str) -> None:
    """For apps above this one (summaries) to put themselves on the menu, behind the group of that label."""
    labels = [each.label for each in GROUPS]
    GROUPS.insert(labels.index(after) + 1, group)
    _menu.cache_clear()
    _asked.cache_clear()


def context(request: HttpRequest) -> dict[str, Any]:
    """What every template may use: the menu, today, and for whom the user acts."""
    gate: Any = getattr(request, "gate", None)
    return {
        "app_name": "党建工作台账",
        "today": getattr(request, "today", None),
        "nav": _menu_for(request, gate) if gate else NO_MENU,
        "acting_for": "、".join(a.org.short_name for a in gate.appointments[:3]) if gate else "",
        "bell_url": address_of("reminders:mine") if gate and gate.allows(VIEW) else "",
        "may_search": bool(gate) and gate.allows(VIEW),
        "help_url": _help_url(request),
    }


def _help_url(request: HttpRequest) -> str:
    """The chapter of the manual on this very page; its contents where there is none."""
    return _help_on(request.resolver_match.view_name if request.resolver_match else "")


@lru_cache(maxsize=1024)
def _help_on(page: str) -> str:
    chapter = chapter_of(page)
    return reverse("manual:chapter", args=[chapter.slug]) if chapter else reverse("manual:contents")


def _menu_for(request: HttpRequest, gate: Any) -> "Menu":
    """Of all users and pages there are a few hundred menus; each is drawn once."""
    return _menu(frozenset(filter(gate.allows, _asked())), _current(request.path))


@dataclass(frozen=True)
class Menu:
    """What a user sees of GROUPS on a page, as {label, items} and as HTML: in full, and at the foot of a phone."""

    groups: list[dict[str, Any]]
    side: SafeString
    bottom: SafeString


NO_MENU = Menu([], SafeString(""), SafeString(""))


@cache
def _asked() -> tuple[Permission, ...]:
    """The permissions that decide about the menu."""
    named = [*(item.permission for group in GROUPS for item in group.items), *(group.ahead_for for group in GROUPS)]
    return tuple(dict.fromkeys(each for each in named if each is not None))


@lru_cache(maxsize=512)
def _menu(allowed: frozenset[Permission], here: str) -> Menu:
    groups: list[dict[str, Any]] = []
    home, *others = GROUPS
    ahead = [group for group in others if group.ahead_for in allowed]
    for group in (home, *ahead, *(each for each in others if each not in ahead)):
        items = [_shown(item, here) for item in group.items if item.permission is None or item.permission in allowed]
        if items:
            groups.append({"label": group.label, "items": items})
    drawn = ((_head(each), _links(each)) for each in groups)
    side = format_html_join("\n", '{}<ul class="side-group">{}</ul>', drawn)
    bottom = format_html_join(
        "\n", '<a href="{}"{}>{}{}</a>', (_link(item) for each in groups[:2] for item in each["items"][:3])
    )
    return Menu(groups, side, bottom)


def _head(group: dict[str, Any]) -> SafeString:
    return format_html('<div class="side-label">{}</div>', group["label"]) if group["label"] else SafeString("")


def _links(group: dict[str, Any]) -> SafeString:
    links = map(_link, group["items"])
    return format_html_join("\n", '<li><a class="side-link" href="{}"{}>{}{}</a></li>', links)


def _link(item: dict[str, Any]) -> tuple[str, str, SafeString, str]:
    return item["url"], _HERE if item["current"] else "", icon(item["icon"]), item["label"]


_HERE = format_html(' aria-current="{}"', "page")


def _current(path: str) -> str:
    """The address of the menu's page that ``path`` lies under: the longest that fits, "" if none does."""
    addresses = [address_of(item.url_name) for group in GROUPS for item in group.items]
    fitting = [url for url in addresses if path == url or (url != "/" and path.startswith(url))]
    return max(fitting, key=len, default="")


def _shown(item: Item, here: str) -> dict[str, Any]:
    url = address_of(item.url_name)
    return {"label": item.label, "url": url, "icon": item.icon, "current": url == here}
