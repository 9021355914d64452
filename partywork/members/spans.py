"""From a person's dates to the standings they had: pure, nothing is written here."""

from datetime import date
from itertools import pairwise

from django.core.exceptions import ValidationError

from partywork.common.made import made
from partywork.members.enums import STAGE_DATES, Closing, Opening, Stage
from partywork.members.facts import stage_date
from partywork.members.models import Member, Standing
from partywork.orgs.dated import FOREVER

STAGES = list(STAGE_DATES)


def first_standings(member: Member, newest: Standing) -> list[Standing]:
    """The standings since ``newest.since``, one for each stage the dates name, oldest first.

    Someone put on the books today as 正式党员 who turned full in May was 预备党员 until then; head counts
    of those days need it. Raises ValidationError when the dates leave a gap in the days on the books.
    """
    stage, since = Stage(newest.stage), newest.since
    reached = STAGES[: STAGES.index(stage) + 1]
    later = [(each, day) for each in reached if (day := stage_date(member, each)) and day > since]
    _check_gap(member, stage, later)
    if not later:
        return [_only(member, newest)]
    at_first = _before(later[0][0])
    steps = [(at_first, since), *later]
    standings = [_standing(member, newest, each, day) for each, day in steps]
    for one, following in pairwise(standings):
        one.until, one.closing = following.since, Closing.STAGE
    standings[-1].until, standings[-1].closing = FOREVER, ""
    return standings


def _only(member: Member, standing: Standing) -> Standing:
    """The standing itself, as it is kept."""
    standing.opening = _opening(member, standing, Stage(standing.stage), standing.since)
    standing.member, standing.until, standing.closing = member, FOREVER, ""
    return standing


def _opening(member: Member, newest: Standing, stage: Stage, since: date) -> str:
    opening = newest.opening or Opening.RECORDED
    is_stage = opening == Opening.RECORDED and stage_date(member, stage) == since
    return Opening.STAGE if is_stage or since != newest.since else opening


def _standing(member: Member, newest: Standing, stage: Stage, since: date) -> Standing:
    opening = _opening(member, newest, stage, since)
    note = newest.note if since == newest.since else ""
    facts = {"stage": stage, "since": since, "opening": opening, "note": note}
    return made(Standing, facts, member=member, org=newest.org, group=newest.group)


def _check_gap(member: Member, stage: Stage, later: list[tuple[Stage, date]]) -> None:
    if not later:
        return
    if later[0][0] == Stage.APPLICANT:
        raise ValidationError({"since": "列入本支部的日期早于递交申请书的日期，请核对。"})
    if stage_date(member, stage) is None:
        name = STAGE_DATES[stage]
        raise ValidationError({name: f"请填写{Member._meta.get_field(name).verbose_name}，或把列入本支部的日期改晚。"})  # type: ignore[union-attr]
    for each, _ in later:
        name = STAGE_DATES[_before(each)]
        if getattr(member, name) is None:
            label = Member._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            raise ValidationError({name: f"请补填{label}，否则无法确定列入本支部后每一天的人员类别。"})


def _before(stage: Stage) -> Stage:
    return STAGES[STAGES.index(stage) - 1]


def usual_since(member: Member, stage: Stage, founded_on: date) -> date:
    """Since when someone is taken to belong to the branch when nobody said.

    The later of the branch's founding and the first day from which the dates name every stage.
    """
    first = None
    for each in reversed(STAGES[: STAGES.index(stage) + 1]):
        day = stage_date(member, each)
        if day is None:
            break
        first = day
    known = [day for each in STAGES if (day := stage_date(member, each))]
    return max([founded_on, first] if first else [founded_on, *known])
