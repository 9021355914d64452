"""Changing where someone stands: stage, group, branch, leaving and coming back.

Each closes the open standing and opens the next on the same day. ``version`` is the member's, as the
person at the form saw it.
"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F

from partywork.accounts.models import User
from partywork.audit.recorder import action, record_event
from partywork.entries.actions import StaleEdit
from partywork.entries.models import new_key
from partywork.members.circumstances import reseat
from partywork.members.enums import LEAVING, MAY_APPLY_AGAIN, NEXT_STAGE, RETURNS, STAGE_DATES, Closing, Opening, Stage
from partywork.members.facts import check_facts
from partywork.members.models import Member, Standing
from partywork.members.places import check_place
from partywork.members.queries import current_standing, latest_standing
from partywork.orgs.dated import FOREVER
from partywork.orgs.models import Organisation, PartyGroup


@action
def change_stage(*, member: Member, stage: Stage, on: date, version: int, by: User, today: date) -> Standing:
    """The next stage begins on ``on``: 确定为积极分子, 确定为发展对象, 接收为预备党员, 转正.

    Raises ValidationError for a stage that is not the next one or a day that cannot be.
    """
    claim(member, version, by)
    now = _open(member)
    if NEXT_STAGE.get(Stage(now.stage)) != stage:
        raise ValidationError({"stage": f"{member.name}现在是{now.get_stage_display()}，不能直接变更为{stage.label}。"})
    _check_day(now, on, today)
    old = getattr(member, STAGE_DATES[stage])
    setattr(member, STAGE_DATES[stage], on)
    check_facts(member, stage, today)
    member.save()
    following = _succeed(now, on, Closing.STAGE, Opening.STAGE, stage=stage)
    summary = f"{member.name}自{on:%Y-%m-%d}起为{stage.label}"
    note_change(member, by, "stage", summary, {STAGE_DATES[stage]: (old, on)})
    return following


@action
def change_group(
    *, member: Member, group: PartyGroup | None, on: date, version: int, by: User, today: date
) -> Standing:
    """Another party group of the same branch, or none."""
    claim(member, version, by)
    now = _open(member)
    _check_day(now, on, today)
    check_place(now.org, group, on)
    if now.group == group:
        raise ValidationError({"group": "和现在的党小组一样，没有变化。"})
    following = _succeed(now, on, Closing.GROUP, Opening.GROUP, group=group)
    note_change(member, by, "group", f"{member.name}自{on:%Y-%m-%d}起编入{group or '支部（不分小组）'}")
    return following


@action
def transfer_within(
    *,
    member: Member,
    org: Organisation,
    group: PartyGroup | None,
    on: date,
    note: str,
    version: int,
    by: User,
    today: date,
) -> Standing:
    """From one branch of the system to another; open circumstances go along."""
    claim(member, version, by)
    now = _open(member)
    _check_day(now, on, today)
    if org == now.org:
        raise ValidationError({"org": f"{member.name}已经在{org}。"})
    check_place(org, group, on)
    following = _succeed(now, on, Closing.MOVE, Opening.MOVE, org=org, group=group, note=note.strip())
    reseat(member)
    note_change(member, by, "move", f"{member.name}从{now.org}调整到{org}，自{on:%Y-%m-%d}起")
    settle(member, org)
    return following


@action
def leave(*, member: Member, closing: Closing, on: date, note: str, version: int, by: User, today: date) -> Standing:
    """Off the books from ``on`` on: 转出, 去世, 退党 …; open circumstances end with it."""
    claim(member, version, by)
    now = _open(member)
    if Stage(now.stage) not in LEAVING.get(closing, ()):
        raise ValidationError({"closing": f"{now.get_stage_display()}不能按“{closing.label}”登记。"})
    _check_day(now, on, today)
    if closing == Closing.TRANSFER_OUT and not note.strip():
        raise ValidationError({"note": "请写明转到哪个党组织。"})
    late = member.flags.filter(until=FOREVER, since__gte=on).first()
    if late:
        raise ValidationError({"on": f"“{late.get_flag_display()}”自{late.since:%Y-%m-%d}起，离开的日期要更晚。"})
    now.until, now.closing = on, closing
    now.note = "；".join(part for part in (now.note, note.strip()) if part)[:100]
    now.full_clean()
    now.save()
    member.flags.filter(until=FOREVER).update(until=on, cut=True)
    reseat(member)
    note_change(member, by, "leave", f"{member.name}{closing.label}，自{on:%Y-%m-%d}起不在册")
    return now


@action
def come_back(
    *,
    member: Member,
    org: Organisation,
    group: PartyGroup | None,
    opening: Opening,
    on: date,
    note: str,
    version: int,
    by: User,
    today: date,
) -> Standing:
    """Someone who left is on the books again: transferred in once more, or party membership restored."""
    claim(member, version, by)
    last = latest_standing(member)
    if last.is_open:
        raise ValidationError(f"{member.name}现在在册，不用再转入。")
    if hasattr(member, "later"):
        raise ValidationError(f"{member.name}已经重新申请入党，请在新的登记上办理。")
    check_return(last, opening)
    if opening == Opening.TRANSFER_IN and not note.strip():
        raise ValidationError({"note": "请写明从哪个党组织转来。"})
    gone = last.final_on or last.until
    if not gone <= on <= today:
        raise ValidationError({"on": f"日期要在离开（{gone:%Y-%m-%d}）当天或之后，不晚于今天。"})
    check_place(org, group, on)
    back = Standing(member=member, org=org, group=group, stage=last.stage, since=on, opening=opening, note=note.strip())
    back.full_clean()
    back.save()
    note_change(member, by, "return", f"{member.name}{opening.label}，自{on:%Y-%m-%d}起在{org}")
    settle(member, org)
    return back


def how_left(last: Standing) -> Closing:
    """Why someone is off the books: of who was suspended, what became of them after."""
    return Closing(last.final or last.closing)


def check_return(last: Standing, opening: Opening) -> None:
    """Raises ValidationError where someone who left like this cannot come back like that."""
    if opening not in RETURNS:
        raise ValidationError({"opening": "请选择组织关系转入或恢复党籍。"})
    why = how_left(last)
    if why in RETURNS[opening]:
        return
    if why == Closing.DECEASED:
        raise ValidationError("已登记去世，不能重新列入名册；登记错了的，请撤销最近一次变更。")
    hint = "重新申请入党的请办理“重新申请入党”。" if why in MAY_APPLY_AGAIN else "登记错了的，请撤销最近一次变更。"
    raise ValidationError({"opening": f"离开时登记的是“{why.label}”，不能按“{opening.label}”办理。{hint}"})


def claim(member: Member, version: int, by: User) -> None:
    """Take the member for this change, or refuse because someone else changed it meanwhile."""
    claimed = Member.objects.filter(pk=member.pk, version=version).update(version=F("version") + 1, updated_by=by)
    if not claimed:
        raise StaleEdit
    member.refresh_from_db()


def _open(member: Member) -> Standing:
    now = current_standing(member)
    if now is None:
        raise ValidationError(f"{member.name}已不在册，不能再变更；转回的请办理转入。")
    return now


def _check_day(now: Standing, on: date, today: date) -> None:
    if on > today:
        raise ValidationError({"on": "日期在今天之后。还没发生的变更请在发生之后登记。"})
    if on <= now.since:
        last = f"{now.get_opening_display()}，{now.since:%Y-%m-%d}"
        if Standing.objects.real().filter(member=now.member_id, since__lt=now.since).exists():
            text = f"日期要在最近一次变更（{last}）之后，一天只登记一次变更。那次填错的请先改正；"
            text += "漏记了更早的变更，请先撤销那次，补记以后再登记。"
        else:
            text = f"日期要在列入名册（{last}）之后。列入名册的日期填错的，请在“组织关系”里点那一段改正。"
        raise ValidationError({"on": text})


def _succeed(now: Standing, on: date, closing: Closing, opening: Opening, **changes: Any) -> Standing:
    """End a standing on a day and go on in one that differs by ``changes``."""
    now.until, now.closing = on, closing
    now.save()
    facts = {"org": now.org, "group": now.group, "stage": now.stage, **changes}
    following = Standing(member=now.member, since=on, opening=opening, **facts)
    following.full_clean()
    following.save()
    return following


def settle(member: Member, org: Organisation) -> None:
    """Keep ``Member.org`` at the newest standing's; a key that the branch already uses gives way."""
    member.org = org
    if Member.objects.filter(org=org, key=member.key).exclude(pk=member.pk).exists():
        member.key = new_key()
    member.save()


def note_change(
    member: Member, by: User, verb: str, summary: str, changes: dict[str, tuple[Any, Any]] | None = None
) -> None:
    record_event(by=by, action=f"member.{verb}", subject=member, summary=summary, changes=changes, org_id=member.org_id)
