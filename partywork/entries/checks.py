"""What every dated entry is asked before it is saved: days that cannot be, and days that seldom are."""

from datetime import date

from partywork.common.doubts import Doubt
from partywork.common.periods import add_months
from partywork.entries.enums import Status
from partywork.entries.models import Entry
from partywork.rules.queries import RuleBook

NOT_YET = "日期在今天之后。还没办的请在办完之后登记。"
OLD_MONTHS = "entry.old_months"


def day_errors(entry: Entry, today: date, *, not_yet: str = NOT_YET) -> dict[str, str]:
    """By field, why the entry's days cannot be: done in the future, outside the unit's life, ended before begun.

    ``not_yet`` says what to do with something that has not happened.
    """
    errors: dict[str, str] = {}
    org, last = entry.org, entry.until or entry.date
    if entry.until and entry.until < entry.date:
        errors["until"] = f"结束日期不能早于开始日期（{entry.date:%Y-%m-%d}），请核对；只有一天的不用填。"
    elif entry.status == Status.DONE and entry.until and last > today >= entry.date:
        errors["until"] = "结束日期在今天之后。还没结束的，请先填到今天为止，或等结束之后登记。"
    if entry.status == Status.DONE and entry.date > today:
        errors["date"] = not_yet
    elif entry.date < org.founded_on:
        errors["date"] = f"{org}在{org.founded_on:%Y-%m-%d}才成立，日期不能更早；成立日期登记错了的，请先在组织页改正。"
    elif entry.date >= org.dissolved_on:
        errors["date"] = f"{org}已于{org.dissolved_on:%Y-%m-%d}撤销，请核对日期。"
    return errors


def day_doubts(entry: Entry, today: date, book: RuleBook) -> list[Doubt]:
    """A day so long ago that the year may be a slip of the pen."""
    months = book.number(OLD_MONTHS) if book.has(OLD_MONTHS) else 0
    if entry.status != Status.DONE or entry.date >= add_months(today, -months):
        return []
    return [
        Doubt(
            "date", f"这是{entry.date.year}年的事，已经过去{months}个月以上。年份填错的请改正；确实是补记的可以保存。"
        )
    ]
