"""How far someone has come, on the person's page among the members."""

from typing import Any

from django.urls import reverse

from partywork.development.people_columns import step_title, urgent_day, urgent_label
from partywork.development.queries import Person, in_development, person, rules_on
from partywork.ledgers.columns import Column
from partywork.members.models import Member, Standing
from partywork.members.page_parts import PagePart
from partywork.pages.http import PageRequest
from partywork.pages.tables import table_of

COLUMNS: list[Column] = [
    Column("next", "下一步（点开看全部步骤）", step_title, width=20),
    Column("phase", "阶段", lambda found: found.progress.phase.label),
    Column("urgent", "要盯的时限", urgent_label),
    Column("day", "日期", urgent_day, "date"),
    Column("light", "情况", lambda found: found.progress.light[1], mark=lambda found: found.progress.light[0]),
]


class DevelopmentPart(PagePart):
    code = "development"

    def tables(self, member: Member, request: PageRequest) -> list[dict[str, Any]]:
        on = request.today
        if not Standing.objects.on(on).filter(in_development(on), member=member).exists():
            return []
        found = person(member, on, rules_on(on))
        rows: list[Person] = [found] if found else []
        url = reverse("development:person", args=[member.pk])
        return [{"title": "发展党员", "table": table_of(COLUMNS, rows, lambda _: url), "empty_text": ""}]


PART = DevelopmentPart()
