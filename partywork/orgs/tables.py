"""The dated facts of one organisation as tables of its page, newest first."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from partywork.ledgers.columns import Column
from partywork.orgs.dated import Dated
from partywork.orgs.models import Organisation, OrganisationTag
from partywork.orgs.queries import children_of
from partywork.pages.tables import table_of

Url = Callable[[Any], str] | None

SINCE = Column("since", "自", lambda fact: fact.since, "date")


def until_text(fact: Dated) -> str:
    """The last day on which a fact held."""
    return "至今" if fact.is_open else f"{fact.until - timedelta(days=1):%Y-%m-%d}"


UNTIL = Column("until", "至", until_text, "date")
CHILD = [
    Column("short_name", "简称", lambda org: org.short_name),
    Column("kind", "组织类别", lambda org: org.get_kind_display()),
    Column("code", "编码", lambda org: org.code),
]
PLACE = [
    Column("parent", "上级党组织", lambda place: place.parent.short_name if place.parent else "无上级"),
    SINCE,
    UNTIL,
]
PROFILE = [
    Column("secretary", "书记", lambda profile: profile.secretary or "空缺"),
    Column("sector", "领域", lambda profile: profile.get_sector_display()),
    Column("contact_leader", "联系领导", lambda profile: profile.contact_leader),
    Column("activity_day", "主题党日", lambda profile: profile.activity_rule.words),
    SINCE,
    UNTIL,
]
TAG = [Column("tag", "标签", lambda tag: tag.tag), SINCE, UNTIL]
GROUP = [Column("name", "党小组", lambda group: group.name), Column("leader", "组长", lambda g: g.leader), SINCE, UNTIL]


def of(org: Organisation, on: date, may_manage: bool) -> list[dict[str, Any]]:
    """Children, groups, tags, profiles and places. Who may manage is led from an open tag or group to its end."""
    tags = OrganisationTag.objects.filter(org=org).order_by("-until", "-since")
    parts: list[tuple[str, list[Column], Any, Url]] = [
        ("下级党组织", CHILD, children_of(org, on), lambda child: reverse("orgs:detail", args=[child.pk])),
        ("党小组", GROUP, org.groups.order_by("-until", "name"), _ending(org, "group") if may_manage else None),
        ("标签", TAG, tags, _ending(org, "tag") if may_manage else None),
        ("概况沿革", PROFILE, org.profiles.order_by("-since"), None),
        ("隶属沿革", PLACE, org.placements.select_related("parent").order_by("-since"), None),
    ]
    shown = [(title, table_of(columns, rows, url)) for title, columns, rows, url in parts]
    return [{"title": title, "table": table, "empty_text": ""} for title, table in shown if not table.is_empty]


def _ending(org: Organisation, name: str) -> Url:
    page = {"tag": "orgs:untag", "group": "orgs:group_close"}[name]
    address = reverse(page, args=[org.pk])
    return lambda fact: f"{address}?{name}={fact.pk}" if fact.is_open else ""
