"""Where someone may be put: a branch that exists on the day, a group of that branch."""

from datetime import date

from django.core.exceptions import ValidationError

from partywork.orgs.enums import BRANCH_KINDS
from partywork.orgs.models import Organisation, PartyGroup


def check_place(org: Organisation, group: PartyGroup | None, on: date) -> None:
    """党员必须编入一个支部（党章第8条）.

    Raises ValidationError for another kind of organisation, a day before its founding or after its
    end, and a group of another branch.
    """
    if org.kind not in BRANCH_KINDS:
        raise ValidationError({"org": f"{org}不是党支部，党员要编入一个支部。"})
    if on < org.founded_on:
        raise ValidationError({"since": f"{org}在{org.founded_on:%Y-%m-%d}才成立，日期不能更早。"})
    if on >= org.dissolved_on:
        raise ValidationError({"org": f"{org}已于{org.dissolved_on:%Y-%m-%d}撤销。"})
    if group and group.org_id != org.pk:
        raise ValidationError({"group": "这个党小组不属于所选的党支部。"})
    if group and not group.since <= on < group.until:
        raise ValidationError({"group": f"党小组“{group}”在{on:%Y-%m-%d}还没有成立或已经撤销。"})
