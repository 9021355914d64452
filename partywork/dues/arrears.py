"""Who has not paid, for how many months in a row, and what people who moved here still owe elsewhere."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.dues.consents import months_apart
from partywork.dues.exception_models import span_text
from partywork.dues.models import DuesMonth
from partywork.dues.places import YearChoice, chosen_branch
from partywork.dues.queries import owed_elsewhere
from partywork.dues.views import crumbs
from partywork.ledgers.columns import Column
from partywork.members.models import Member
from partywork.orgs.models import Organisation
from partywork.pages.downloads import is_export, may_export, table_response
from partywork.pages.tables import table_of
from partywork.pages.views import Crumbs, Page, link
from partywork.rules.queries import RuleBook, rules_for

TITLE = "欠缴情况"


@dataclass(frozen=True)
class ArrearsLine:
    """What one member owes one branch; ``run`` is the longest run of unpaid months, in whatever branches."""

    member: Member
    org: Organisation
    months: tuple[int, ...]
    owed_fen: int
    run: int

    @property
    def months_text(self) -> str:
        return "、".join(span_text(first, last) for first, last in runs(self.months))


def unpaid(on: date) -> QuerySet[DuesMonth]:
    """Months that are due on the day and not paid in full."""
    return DuesMonth.objects.filter(due_on__lte=on, paid_fen__lt=F("due_fen"))


def runs(months: tuple[int, ...]) -> list[tuple[int, int]]:
    """First and last of each run of months without a gap; ``months`` rise."""
    found: list[tuple[int, int]] = []
    for month in months:
        if found and months_apart(found[-1][1], month) == 1:
            found[-1] = (found[-1][0], month)
        else:
            found.append((month, month))
    return found


def arrears_of(org: Organisation, on: date) -> list[ArrearsLine]:
    """Of the branch's own months, the longest runs first, then by name. Two queries."""
    here = unpaid(on).filter(org=org).select_related("member", "org").order_by("member__name", "member_id", "month")
    return sorted(_lines(list(here), on), key=lambda line: -line.run)


def arrears_elsewhere(org: Organisation, on: date) -> list[ArrearsLine]:
    """Of people on the roster, to branches they were in before, by name. Two queries."""
    return _lines(list(owed_elsewhere(org, on)), on)


def _lines(rows: list[DuesMonth], on: date) -> list[ArrearsLine]:
    longest = _longest({row.member_id for row in rows}, on)
    grouped: dict[tuple[int, int], list[DuesMonth]] = defaultdict(list)
    for row in rows:
        grouped[row.member_id, row.org_id].append(row)
    return [
        ArrearsLine(
            each[0].member, each[0].org, tuple(row.month for row in each), sum(row.owed_fen for row in each),
            longest[each[0].member_id],
        )
        for each in grouped.values()
    ]  # fmt: skip


def _longest(members: set[int], on: date) -> dict[int, int]:
    months: dict[int, list[int]] = defaultdict(list)
    for member, month in unpaid(on).filter(member__in=members).order_by("month").values_list("member", "month"):
        months[member].append(month)
    return {
        member: max(months_apart(first, last) + 1 for first, last in runs(tuple(each)))
        for member, each in months.items()
    }


class Arrears(Page):
    """Warned at three months in a row, red at six (党章第九条); the system removes nobody."""

    template_name = "dues/arrears.html"
    permission = Permission.VIEW_RECORDS
    title = TITLE

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        org, on = chosen_branch(self.request, self.permission), self.request.today
        rules = rules_for(on=on, org=org)
        choice = YearChoice(request=self.request, permission=self.permission, initial={"org": org.pk if org else None})
        del choice.fields["year"]
        lines = arrears_of(org, on) if org else []
        if is_export(self.request, org) and org is not None:
            return table_response(self.request, f"{org}党费欠缴情况", columns(rules), lines, org)
        moved = arrears_elsewhere(org, on) if org else []
        return self.show(
            title=f"{org}党费欠缴情况" if org else TITLE,
            filter_form=choice if choice.fields else None,
            own=table_of(columns(rules), lines),
            moved=table_of([*columns(rules), Column("org", "欠哪个支部的", lambda line: line.org.short_name)], moved),
            warn=rules.number("dues.arrears.warn_months"),
            red=rules.rule("dues.arrears.red_months"),
            more=self.more(org) if org else [],
        )

    def more(self, org: Organisation) -> list[dict[str, str]]:
        links = [link("收缴党费", f"{reverse('dues:collect')}?org={org.pk}")] if self.collects(org) else []
        if may_export(self.request, org):
            links.append(link("导出 Excel", f"?org={org.pk}&export=xlsx"))
        return links

    def collects(self, org: Organisation) -> bool:
        return self.request.gate.may(Permission.LOG_RECORDS, org)

    def breadcrumbs(self) -> Crumbs:
        return crumbs(link(TITLE, ""))


def columns(rules: RuleBook) -> list[Column]:
    warn, red = rules.number("dues.arrears.warn_months"), rules.number("dues.arrears.red_months")

    def light(line: ArrearsLine) -> tuple[str, str]:
        if line.run >= red:
            return "bad", f"连续满{red}个月"
        return ("warn", f"连续满{warn}个月") if line.run >= warn else ("muted", f"连续{line.run}个月")

    return [
        Column("name", "姓名", lambda line: line.member.name, personal=True),
        Column("months", "欠缴的月份", lambda line: line.months_text, width=30),
        Column("count", "几个月", lambda line: len(line.months), "int"),
        Column("owed_fen", "欠缴", lambda line: line.owed_fen, "money"),
        Column("light", "情况", lambda line: light(line)[1], mark=lambda line: light(line)[0]),
    ]
