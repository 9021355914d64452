"""Reading committees as of a date."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from partywork.access.scope import Scope, restrict
from partywork.committees.models import CommitteePost, CommitteeTerm
from partywork.common.periods import add_months
from partywork.entries.enums import Status
from partywork.orgs.dated import FOREVER
from partywork.orgs.enums import OrgKind, Sector
from partywork.orgs.models import Organisation
from partywork.orgs.queries import profile_of
from partywork.rules.queries import rules_for


def in_force(on: date, path: str = "") -> Q:
    """The condition that a term is the one in force on that day; a dissolved organisation has none.

    ``path`` leads to the term through relations.
    """
    facts = {"status": Status.DONE, "date__lte": on, "ended_on__gt": on, "org__dissolved_on__gt": on}
    return Q(**{f"{path}{name}": value for name, value in facts.items()})


def term_of(org: Organisation, on: date) -> CommitteeTerm | None:
    """The committee in force on that day."""
    return CommitteeTerm.objects.filter(in_force(on), org=org).first()


def posts_of(term: CommitteeTerm, on: date) -> QuerySet[Any]:
    """Who held a post of that committee on that day."""
    return CommitteePost.objects.on(on).filter(term=term).order_by("pk")


def committee_size(org: Organisation, on: date) -> int:
    """How many people sit on the committee in force: one with two posts counts once. 0 where none is logged."""
    term = term_of(org, on)
    return posts_of(term, on).order_by().values("name").distinct().count() if term else 0


def terms_due(scope: Scope, on: date, months: int) -> QuerySet[CommitteeTerm]:
    """Terms in force that are overdue or full within ``months``, the most urgent first."""
    terms = CommitteeTerm.objects.filter(in_force(on), due_on__lte=add_months(on, months))
    return restrict(terms, scope).select_related("org").order_by("due_on", "org__code")


def due_dates(org_ids: Collection[int], on: date) -> Mapping[int, date]:
    """The day the term in force is full, by organisation."""
    terms = CommitteeTerm.objects.filter(in_force(on), org__in=org_ids)
    return dict(terms.values_list("org", "due_on"))


def neighbours(org: Organisation, day: date, *, apart_from: int | None = None) -> tuple[Any, Any]:
    """The terms of an organisation elected before and after (or on) a day."""
    terms = CommitteeTerm.objects.filter(org=org, status=Status.DONE).exclude(pk=apart_from or 0)
    before = terms.filter(date__lt=day).order_by("-date").first()
    after = terms.filter(date__gte=day).order_by("date").first()
    return before, after


def suggested_due(org: Organisation, elected_on: date, *, on: date) -> date:
    """When a term elected on a day is full by the rules that hold on ``on``: only a suggestion.

    支部工作条例（试行）第21条 and 关于党的基层组织任期的意见: a village's or community's committee five
    years whatever its kind, else by kind.
    """
    profile = profile_of(org, elected_on)
    is_local = profile is not None and profile.sector in (Sector.VILLAGE, Sector.COMMUNITY)
    codes = {OrgKind.COMMITTEE: "term.committee", OrgKind.GENERAL_BRANCH: "term.general_branch"}
    code = "term.village_community" if is_local else codes.get(OrgKind(org.kind), "term.branch")
    return add_months(elected_on, 12 * rules_for(on=on, org=org).number(code))


def end_after(following: CommitteeTerm | None) -> date:
    return following.date if following else FOREVER
