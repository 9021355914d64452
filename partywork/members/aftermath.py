"""What comes after leaving: what becomes of someone suspended, and applying for membership anew."""

from datetime import date

from django.core.exceptions import ValidationError

from partywork.accounts.models import User
from partywork.audit.recorder import action
from partywork.members.actions import register_member
from partywork.members.enums import AFTER_SUSPENSION, MAY_APPLY_AGAIN, Closing, Opening, Stage
from partywork.members.models import Member, Standing
from partywork.members.movements import claim, how_left, note_change
from partywork.members.queries import latest_standing
from partywork.orgs.models import Organisation, PartyGroup

COPIED = ("name", "gender", "born_on", "ethnicity", "education", "degree", "occupation", "residence")


@action
def settle_suspension(
    *, member: Member, final: Closing, on: date, note: str, version: int, by: User, today: date
) -> Standing:
    """Someone suspended (停止党籍) is removed, expelled or has died. They were off the books before.

    No head count changes: it fell on the day of the suspension. Restoring goes through ``come_back``.
    """
    claim(member, version, by)
    last = latest_standing(member)
    if last.is_open or last.closing != Closing.SUSPENDED:
        raise ValidationError(f"{member.name}没有停止党籍，不能登记停止党籍后的处理。")
    if hasattr(member, "later"):
        raise ValidationError(f"{member.name}已经重新申请入党，请在新的登记上办理。")
    if last.final:
        raise ValidationError(f"已经登记过处理（{last.get_final_display()}，{last.final_on:%Y-%m-%d}）。")
    if final not in AFTER_SUSPENSION:
        raise ValidationError({"final": "请选择处理情形；恢复党籍的请办理“重新列入名册”。"})
    if not last.until <= on <= today:
        raise ValidationError({"on": f"日期要在停止党籍（{last.until:%Y-%m-%d}）当天或之后，不晚于今天。"})
    last.final, last.final_on = final, on
    last.note = "；".join(part for part in (last.note, note.strip()) if part)[:100]
    last.full_clean()
    last.save()
    note_change(member, by, "settle", f"{member.name}停止党籍后{final.label}，自{on:%Y-%m-%d}起")
    return last


@action
def apply_again(
    *, member: Member, org: Organisation, group: PartyGroup | None, on: date, version: int, by: User, today: date
) -> Member:
    """Someone who left the party hands in an application once more: an entry of its own, from 入党申请人 on.

    The earlier entry keeps its dates, so every past figure stays as it was; number and phone go to the new one.
    """
    claim(member, version, by)
    last = latest_standing(member)
    if last.is_open or how_left(last) not in MAY_APPLY_AGAIN:
        raise ValidationError(f"{member.name}不是出党或终止培养的，不用重新申请入党。")
    if hasattr(member, "later"):
        raise ValidationError(f"{member.name}已经重新申请入党，请看新的登记。")
    gone = last.final_on or last.until
    if not gone <= on <= today:
        raise ValidationError({"on": f"日期要在离开（{gone:%Y-%m-%d}）当天或之后，不晚于今天。"})
    sealed = {"id_number": member.id_number, "phone": member.phone}
    member.id_number = member.id_number_index = member.phone = member.phone_index = ""
    member.save()
    facts = {name: getattr(member, name) for name in COPIED}
    again = Member(org=org, applied_on=on, earlier=member, **facts, **sealed)
    standing = Standing(stage=Stage.APPLICANT, group=group, since=on, opening=Opening.RECORDED)
    register_member(member=again, standing=standing, by=by, today=today)
    note_change(member, by, "apply_again", f"{member.name}重新申请入党，自{on:%Y-%m-%d}起另有登记")
    return again
