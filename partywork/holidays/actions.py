"""Typing in the announcement of a year the library does not know."""

from datetime import date

from django.core.exceptions import ValidationError

from partywork.accounts.models import User
from partywork.audit.recorder import action, record_event
from partywork.holidays.announced import is_announced
from partywork.holidays.lines import read_off, read_worked, show_off, show_worked
from partywork.holidays.models import HolidayNotice
from partywork.orgs.models import Organisation

AHEAD = 2  # years; nobody announces further


@action
def set_holiday_notice(
    *, org: Organisation, year: int, source: str, off: str, worked: str, by: User, today: date
) -> HolidayNotice:
    """Let a year's holidays be those of the text, for ``org`` and all below it; what was set before is replaced.

    Raises ValidationError for a year that is known, one far away, lines that make no sense, and a day that is both
    off and worked.
    """
    if is_announced(year):
        raise ValidationError({"year": f"{year}年的放假安排系统里已经有了，不用登记。"})
    if not today.year - 1 <= year <= today.year + AHEAD:
        raise ValidationError({"year": f"只能登记{today.year - 1}年至{today.year + AHEAD}年的放假安排。"})
    days, back = _read("off", off, year), _read("worked", worked, year)
    if not days:
        raise ValidationError({"off": "请至少写一个假期。"})
    if both := sorted(set(days) & set(back)):
        raise ValidationError({"worked": f"{both[0]}既写了放假又写了上班，请核对。"})
    if not source.strip():
        raise ValidationError({"source": "请写明通知的名称和文号。"})
    notice = HolidayNotice.objects.filter(org=org, year=year).first() or HolidayNotice(org=org, year=year)
    before = _text(notice)
    notice.source, notice.off, notice.worked = source.strip(), days, sorted(back)
    notice.full_clean()
    notice.save()
    record_event(
        by=by, action="holidays.set", subject=notice, summary=f"登记{notice}（{notice.source}）",
        changes={"days": (before, _text(notice))}, org_id=org.pk,
    )  # fmt: skip
    return notice


def _read(field: str, text: str, year: int) -> dict[str, str] | list[str]:
    try:
        return read_off(text, year) if field == "off" else read_worked(text, year)
    except ValueError as error:
        raise ValidationError({field: str(error)}) from None


def _text(notice: HolidayNotice) -> str:
    return f"{show_off(notice.off)}；上班 {show_worked(notice.worked)}" if notice.off else ""
