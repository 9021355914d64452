"""Giving somebody what is held about them, on record."""

from datetime import date

from django.core.exceptions import ValidationError

from partywork.accounts.models import User
from partywork.audit.recorder import action, record_event
from partywork.members.models import Member
from partywork.privacy.enums import Asker


@action
def note_copy(*, member: Member, asker: Asker, asked_on: date, by: User, today: date) -> None:
    """Who asked when; the answer is the file that leaves now. Raises ValidationError for a day to come."""
    if asked_on > today:
        raise ValidationError({"asked_on": "日期在今天之后，请核对。"})
    record_event(
        by=by,
        action="privacy.copy",
        subject=member,
        summary=f"导出{member.name}的个人信息副本（{asker.label}，{asked_on:%Y-%m-%d}提出）",
        org_id=member.org_id,
    )
