"""Putting mistakes right. A wrong standing is never overwritten: it stays as 登记有误, with its trace."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F

from partywork.accounts.models import User
from partywork.audit.recorder import action
from partywork.entries.models import new_key
from partywork.members.circumstances import reseat
from partywork.members.enums import STAGE_DATES, Closing, Opening, Stage
from partywork.members.facts import check_facts, stage_date
from partywork.members.models import Member, Standing
from partywork.members.movements import claim, note_change, settle
from partywork.members.places import check_place
from partywork.members.queries import latest_standing
from partywork.orgs.dated import FOREVER
from partywork.orgs.models import PartyGroup

GOES_ON = (Closing.STAGE, Closing.MOVE, Closing.GROUP)  # another standing follows on the same day


@action
def correct_standing(
    *,
    standing: Standing,
    since: date,
    group: PartyGroup | None,
    note: str,
    reason: str,
    version: int,
    by: User,
    today: date,
) -> Standing:
    """Put a standing's first day, group or note right.

    The span before it that touched it follows, and so do the stage's date and the circumstances carried
    along. Raises ValidationError when a span would vanish or overlap another.
    """
    _need_reason(reason)
    member, old = standing.member, standing.since
    claim(member, version, by)
    before = _before(standing)
    _check_first_day(standing, since, before, today)
    check_place(standing.org, group, since)
    right = Standing(
        member=member, org=standing.org, group=group, stage=standing.stage, since=since, until=standing.until,
        opening=standing.opening, closing=standing.closing, note=note.strip(), final=standing.final,
        final_on=standing.final_on,
    )  # fmt: skip
    _mark_mistaken(standing, today)
    if before and before.closing in GOES_ON:
        Standing.objects.filter(pk=before.pk).update(until=since)
    right.full_clean()
    right.save()
    changes: dict[str, Any] = {}
    if right.opening == Opening.STAGE:
        changes = _set_stage_date(member, Stage(right.stage), since)
        check_facts(member, Stage(latest_standing(member).stage), today)
        member.save()
    reseat(member)
    summary = f"改正{member.name}自{old:%Y-%m-%d}起的组织关系，改为自{since:%Y-%m-%d}起：{reason.strip()}"
    note_change(member, by, "correct", summary, changes)
    return right


@action
def undo_latest(*, member: Member, reason: str, version: int, by: User, today: date) -> Standing:
    """Take back the newest change of someone's standing, leaving included.

    Circumstances that ended on the day of a leaving taken back hold again. Raises ValidationError when
    there is only the first entry; that one is annulled with ``annul_member``.
    """
    _need_reason(reason)
    claim(member, version, by)
    last = latest_standing(member)
    if hasattr(member, "later"):
        raise ValidationError("这个人已经重新申请入党，请先在新的登记上办理。")
    if last.final:
        summary = f"撤销{member.name}停止党籍后的“{last.get_final_display()}”（{last.final_on:%Y-%m-%d}）"
        Standing.objects.filter(pk=last.pk).update(final="", final_on=None)
        last.refresh_from_db()
        reopened = last
    elif not last.is_open:
        summary = f"撤销{member.name}的“{last.get_closing_display()}”（{last.until:%Y-%m-%d}）"
        member.flags.filter(until=last.until, cut=True).update(until=FOREVER, cut=False)
        reopened = _reopen(last)
    else:
        before = _before(last)
        if before is None:
            raise ValidationError("这是第一条登记，没有可以撤销的变更；整个人登记错了的，请用“登记有误”。")
        summary = f"撤销{member.name}的“{last.get_opening_display()}”（{last.since:%Y-%m-%d}）"
        _mark_mistaken(last, today)
        reopened = _reopen(before) if before.closing in GOES_ON else before
        _undo_effects(member, last)
        settle(member, reopened.org)
    reseat(member)
    note_change(member, by, "undo", f"{summary}：{reason.strip()}")
    return reopened


@action
def annul_member(*, member: Member, reason: str, version: int, by: User, today: date) -> Member:
    """The whole person was entered by mistake: no roster or figure of any day holds them any more.

    ID number and phone are wiped, so that the number can be registered rightly.
    """
    _need_reason(reason)
    claim(member, version, by)
    for standing in Standing.objects.real().filter(member=member):
        _mark_mistaken(standing, today)
    member.flags.all().delete()
    if member.earlier:
        _give_back(member, member.earlier, by)
    member.id_number = member.id_number_index = member.phone = member.phone_index = ""
    member.key = new_key()  # the workbook's own number is free again
    member.save()
    note_change(member, by, "annul", f"{member.name}登记有误，整条撤销：{reason.strip()}")
    return member


def _give_back(member: Member, earlier: Member, by: User) -> None:
    """Number and phone had gone from the earlier entry of the same person to this one."""
    sealed = {name: getattr(member, name) for name in sorted(Member.SECRET_FIELDS)}
    Member.objects.filter(pk=member.pk).update(id_number="", id_number_index="", phone="", phone_index="")
    Member.objects.filter(pk=earlier.pk).update(**sealed, version=F("version") + 1)
    note_change(earlier, by, "annul", f"{earlier.name}重新申请入党的登记有误，证件号码和电话转回")
    member.earlier = None


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": "请写明原因，例如：日期抄错。"})


def _before(standing: Standing) -> Standing | None:
    earlier = Standing.objects.real().filter(member=standing.member_id, since__lt=standing.since)
    found: Standing | None = earlier.order_by("since").select_related("org").last()
    return found


def _check_first_day(standing: Standing, since: date, before: Standing | None, today: date) -> None:
    if standing.closing == Closing.MISTAKE:
        raise ValidationError("这一段已经标为登记有误。")
    began = stage_date(standing.member, Stage(standing.stage))
    problem = ""
    if since > today:
        problem = "日期在今天之后，请核对。"
    elif since >= standing.until:
        problem = f"要在这一段结束（{standing.until:%Y-%m-%d}）之前。"
    elif before and before.closing in GOES_ON and since <= before.since:
        problem = f"要在前一段开始（{before.since:%Y-%m-%d}）之后。"
    elif before and before.closing not in GOES_ON and since < (gone := before.final_on or before.until):
        problem = f"不能早于前一段结束（{gone:%Y-%m-%d}）。"
    elif standing.opening != Opening.STAGE and began and since < began:
        problem = f"{began:%Y-%m-%d}才成为{standing.get_stage_display()}，日期不能更早。"
    if problem:
        raise ValidationError({"since": problem})


def _mark_mistaken(standing: Standing, today: date) -> None:
    until = standing.until if not standing.is_open else max(today, standing.since + timedelta(days=1))
    Standing.objects.filter(pk=standing.pk).update(closing=Closing.MISTAKE, until=until)


def _reopen(standing: Standing) -> Standing:
    Standing.objects.filter(pk=standing.pk).update(until=FOREVER, closing="")
    standing.refresh_from_db()
    return standing


def _set_stage_date(member: Member, stage: Stage, day: date | None) -> dict[str, Any]:
    name = STAGE_DATES[stage]
    change = {name: (getattr(member, name), day)}
    setattr(member, name, day)
    return change


def _undo_effects(member: Member, undone: Standing) -> None:
    if undone.opening == Opening.STAGE:
        _set_stage_date(member, Stage(undone.stage), None)
