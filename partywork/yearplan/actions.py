"""Taking what was drafted into the plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from partywork.accounts.models import User
from partywork.audit.recorder import action
from partywork.entries.figured import set_figure
from partywork.orgs.models import Organisation
from partywork.plans.actions import log_plan
from partywork.plans.enums import Comparator
from partywork.plans.models import PlanItem
from partywork.yearplan.proposals import Proposal


@dataclass(frozen=True)
class Chosen:
    """A proposal as the user wants it."""

    proposal: Proposal
    text: str
    due_on: date
    owner: str


@action
def take_proposals(*, org: Organisation, year: int, chosen: Sequence[Chosen], by: User, today: date) -> list[PlanItem]:
    """Set the chosen ones as plan items; one that is planned already stays as it is.

    Raises ValidationError, and plans nothing, for a day outside the year or gone by.
    """
    return [_take(org, year, each, by, today) for each in chosen]


def _take(org: Organisation, year: int, each: Chosen, by: User, today: date) -> PlanItem:
    if each.due_on.year != year or each.due_on < today:
        raise ValidationError(f"“{each.text}”的完成期限要在今天以后、{year}年以内。")
    proposal = each.proposal
    item = PlanItem(
        org=org, key=proposal.key(year), text=each.text, theme=proposal.theme, due_on=each.due_on, set_on=today,
        owner=each.owner, remark=f"按规则起草。依据：{proposal.why}",
    )  # fmt: skip
    if proposal.figure:
        set_figure(item, proposal.figure)
        item.comparator, item.target_milli = Comparator.AT_LEAST, proposal.number * 1000
        item.each, item.over_year = proposal.each, proposal.over_year
    return log_plan(item=item, by=by, today=today)
