"""The committee on the pages of its organisation."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.committees.models import CommitteeTerm
from partywork.committees.queries import due_dates, posts_of, term_of
from partywork.common.text import format_date
from partywork.ledgers.columns import Column
from partywork.orgs.enums import ELECTED_KINDS
from partywork.orgs.models import Organisation
from partywork.orgs.panels import Panel
from partywork.orgs.tables import SINCE, UNTIL
from partywork.pages.http import PageRequest
from partywork.pages.tables import table_of
from partywork.pages.views import link

POSTS = [
    Column("post", "职务", lambda held: held.get_post_display()),
    Column("name", "姓名", lambda held: held.name),
    SINCE,
    UNTIL,
]


class CommitteePanel(Panel):
    code = "committees"
    header = "任期届满"

    def cells(self, org_ids: Collection[int], on: date) -> Mapping[int, str]:
        return {org: due_text(due, on) for org, due in due_dates(org_ids, on).items()}

    def tables(self, org: Organisation, request: PageRequest) -> list[dict[str, Any]]:
        term = term_of(org, request.today)
        if term is None:
            return []
        page = reverse("committees:detail", args=[term.pk])
        table = table_of(POSTS, posts_of(term, request.today), lambda _held: page)
        return [{"title": heading(term, request.today), "table": table, "empty_text": "还没有登记委员"}]

    def links(self, org: Organisation, request: PageRequest) -> list[dict[str, str]]:
        if org.kind not in ELECTED_KINDS or not request.gate.may(Permission.LOG_RECORDS, org):
            return []
        return [link("登记换届", f"{reverse('committees:create')}?org={org.pk}")]


def heading(term: CommitteeTerm, on: date) -> str:
    due = f"{format_date(term.due_on)}{expired(term.due_on, on)}"
    return f"第{term.number}届委员会：{format_date(term.date)}选举，任期到{due}"


def due_text(due: date, on: date) -> str:
    return f"{due:%Y-%m-%d}{expired(due, on)}"


def expired(due: date, on: date) -> str:
    return " 已届满" if due < on else ""


PANEL = CommitteePanel()
