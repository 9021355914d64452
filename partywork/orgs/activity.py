"""The fixed activity day in words: 每月第一个周五, 每月5日, 每周四."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from partywork.common.periods import Month
from partywork.ledgers.cells import CellError, as_text
from partywork.orgs.enums import ActivityDay

WEEKDAYS = "一二三四五六日"  # Monday is 1, Sunday 7
ORDINALS = "一二三四"
LAST = 5  # 最后一个
HINT = "请写成 每月第一个周五、每月最后一个周五、每月5日 或 每周四"

_BY_WEEKDAY = re.compile(
    rf"每月(?:第(?P<nth>[{ORDINALS}1-4])|(?P<last>最后一?))个?(?:周|星期)(?P<weekday>[{WEEKDAYS}天])"
)
_BY_DAY = re.compile(r"每月(?P<day>[0-9]{1,2})[日号]")
_WEEKLY = re.compile(rf"每(?:周|星期)(?P<weekday>[{WEEKDAYS}天])")


@dataclass(frozen=True)
class ActivityRule:
    """The three fields of a profile that say on which day a branch meets."""

    activity_day: str = ActivityDay.NONE
    activity_ordinal: int | None = None
    activity_number: int | None = None

    @property
    def is_sound(self) -> bool:
        """Whether the numbers belong to the kind of rule."""
        number, ordinal = self.activity_number, self.activity_ordinal
        match self.activity_day:
            case ActivityDay.MONTH_DAY:
                return ordinal is None and number in range(1, 32)
            case ActivityDay.MONTH_WEEKDAY:
                return ordinal in range(1, LAST + 1) and number in range(1, 8)
            case ActivityDay.WEEKLY:
                return ordinal is None and number in range(1, 8)
        return ordinal is None and number is None

    @property
    def words(self) -> str:
        """每月第一个周五; "" when there is no fixed day."""
        if not self.is_sound or self.activity_number is None:
            return ""
        if self.activity_day == ActivityDay.MONTH_DAY:
            return f"每月{self.activity_number}日"
        weekday = f"周{WEEKDAYS[self.activity_number - 1]}"
        if self.activity_ordinal is None:
            return f"每{weekday}"
        nth = "最后一" if self.activity_ordinal == LAST else f"第{ORDINALS[self.activity_ordinal - 1]}"
        return f"每月{nth}个{weekday}"

    def days_in(self, month: Month) -> list[date]:
        """The days of a month on which the branch meets; none when it has no fixed day.

        A day the month does not have (the 31st in June) is its last one. Holidays move no day.
        """
        number, ordinal = self.activity_number, self.activity_ordinal
        if not self.is_sound or number is None:
            return []
        if self.activity_day == ActivityDay.MONTH_DAY:
            return [month.start.replace(day=min(number, month.end.day))]
        first = month.start + timedelta(days=(number - month.start.isoweekday()) % 7)
        days = [first + timedelta(weeks=week) for week in range(5) if first + timedelta(weeks=week) <= month.end]
        if ordinal is None:
            return days
        return days[-1:] if ordinal == LAST else days[ordinal - 1 : ordinal]


def as_activity_rule(raw: object) -> ActivityRule:
    """The rule that the words mean; blank means no fixed day. Raises CellError with what would be right."""
    text = as_text(raw).replace(" ", "")
    if text in ("", "未固定"):
        return ActivityRule()
    rule = _read(text)
    if rule is None or not rule.is_sound:
        raise CellError(f"“{text}”不是固定的日子", HINT)
    return rule


def _read(text: str) -> ActivityRule | None:
    if found := _BY_WEEKDAY.fullmatch(text):
        return ActivityRule(ActivityDay.MONTH_WEEKDAY, _ordinal(found["nth"]), _weekday(found["weekday"]))
    if found := _BY_DAY.fullmatch(text):
        return ActivityRule(ActivityDay.MONTH_DAY, None, int(found["day"]))
    if found := _WEEKLY.fullmatch(text):
        return ActivityRule(ActivityDay.WEEKLY, None, _weekday(found["weekday"]))
    return None


def _ordinal(character: str | None) -> int:
    if character is None:
        return LAST
    return int(character) if character.isascii() else ORDINALS.index(character) + 1


def _weekday(character: str) -> int:
    return WEEKDAYS.index("日" if character == "天" else character) + 1
