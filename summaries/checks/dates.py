"""Dates and periods: the data date printed and the same everywhere, nothing of another year or half-year."""

import re
from collections.abc import Iterator
from datetime import date

from partywork.common.periods import HalfYear, Period, Quarter, Year, last_day_of_month
from partywork.common.text import format_date
from summaries.checks.found import Check
from summaries.checks.reading import Passage, Reading

_CUT_OFF = re.compile(
    r"(?:数据)?截[至止](?:到)?(?:(?P<year>\d{4})年|(?P<this>今年|本年|当年)|(?P<last>去年|上年))?"
    r"(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日|(?P<end>底|末))?"
)
_DAY = re.compile(
    r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日|(?P<third>[上中下])旬|(?P<end>底|末))?"
)
_SPELLED = {"一": 1, "二": 2, "三": 3, "四": 4}
_SEASON = re.compile(r"(?P<half>[上下])半年|(?P<quarter>[一二三四1-4])季度|(?P<year>全年|本年度|年度内)")
_YEAR = re.compile(r"(?P<digits>\d{4})年|(?P<spelled>[二〇零一三四五六七八九]{4})年")
_SPELLED_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_QUOTED = re.compile(r"《[^《》]*》|“[^“”]*”|〔[^〔〕]*〕")
_COMPARED = re.compile(
    r"(?:同比|环比|较|比|与|自|从|去年|上年|往年|历年|明年|下一步|部署|谋划|安排|研究|制定|明确|[一二三四五六七八九十]、)[^，。；]{0,6}\Z"
)
_SINCE = re.compile(r"(?:度)?(?:以来|起|至|—|同期|出台|印发|修订|成立|入党|计划|任务|目标|重点)")
_DONE = re.compile(r"完成|召开|开展|举办|组织|举行|建成|销号|换届|走访|慰问")
_OWN_DAYS = ("|截至", "|自", "|上年同期")


def cut_off(reading: Reading) -> Iterator[Check]:
    """截至…… is the data date everywhere, but beside a figure that has days of its own."""
    on = reading.facts.order.data_date
    for passage in reading.passages:
        for match in _CUT_OFF.finditer(passage.text):
            said = _said(match, on)
            if said == on or said is None or _has_own_days(passage, match):
                continue
            message = f"“{match[0]}”与数据截至日期{format_date(on)}不一致，请改成一致"
            yield Check("error", "cut-off", message, passage.at(match.start()).anchor, match[0])


def _said(match: re.Match[str], on: date) -> date | None:
    """The day meant; a mere month means the data date if that lies in it. None where nothing is wrong."""
    year = int(match["year"]) if match["year"] else on.year - bool(match["last"])
    month = int(match["month"])
    if not 1 <= month <= 12 or not 1 <= year <= 9998:
        return date.min
    last = last_day_of_month(year, month)
    if match["day"]:
        return last.replace(day=int(match["day"])) if 1 <= int(match["day"]) <= last.day else date.min
    if match["end"]:
        return last
    return None if (year, month) == (on.year, on.month) else last


def _has_own_days(passage: Passage, match: re.Match[str]) -> bool:
    sentence = passage.sentence(match.start())
    figures = (passage.figure(place, place + 1) for place in range(match.end(), sentence.end))
    return any(figure and any(mark in figure.token for mark in _OWN_DAYS) for figure in figures)


def data_date_told(reading: Reading) -> Iterator[Check]:
    """The data date is printed; without it nobody knows what the figures are of."""
    on = reading.facts.order.data_date
    words = (format_date(on), format_date(on, "short"))
    if any(word in passage.text for passage in reading.passages for word in words):
        return
    level = "note" if on >= reading.facts.order.period.end else "warning"
    message = f"正文没有写明数据截至日期，请在开头写上“数据截至{format_date(on)}”"
    yield Check(level, "no-date", message)  # type: ignore[arg-type]


def outside_period(reading: Reading) -> Iterator[Check]:
    """Months, quarters and years of the writer's that are not those of the report."""
    period = reading.facts.order.period
    for passage in reading.own_in("opening", "done"):
        text = _QUOTED.sub(lambda match: "\0" * len(match[0]), passage.text)
        for match in _SEASON.finditer(text):
            if not _in_season(match, period) and _is_said(match, passage, text):
                message = f"“{match[0]}”不是这份总结的期间（{period.label}），请核对"
                yield Check("warning", "season", message, passage.at(match.start()).anchor, match[0])
        for match in _YEAR.finditer(text):
            year = int(match["digits"] or match["spelled"].translate(_SPELLED_DIGITS))
            if year != period.year and _is_said(match, passage, text):
                message = f"“{match[0]}”不是这份总结的年份，请核对"
                yield Check("warning", "year", message, passage.at(match.start()).anchor, match[0])
        yield from _months(passage, text, reading)


def _months(passage: Passage, text: str, reading: Reading) -> Iterator[Check]:
    order = reading.facts.order
    for match in _DAY.finditer(text):
        days = _span(match, order.period.year)
        if days is None or not _is_said(match, passage, text) or _CUT_OFF.search(text[: match.end()][-16:]):
            continue
        anchor, clause = passage.at(match.start()).anchor, passage.clause(match.start()).text
        if days[0] > order.data_date and days[0].year == order.period.year and _DONE.search(clause):
            message = f"“{match[0]}”在数据截至日期之后，还没有到的事不能写成已经做了"
            yield Check("error", "not-yet", message, anchor, match[0])
        elif days[1] < order.period.start or days[0] > order.period.end:
            message = f"“{match[0]}”不在{order.period.label}里，请核对"
            yield Check("warning", "month", message, anchor, match[0])


def _is_said(match: re.Match[str], passage: Passage, text: str) -> bool:
    """Typed by the writer as the report's own time, not to compare with or to date something from."""
    if not passage.is_typed(match.start(), match.end()):
        return False
    return not _COMPARED.search(text[: match.start()]) and not _SINCE.match(text, match.end())


def _span(match: re.Match[str], year: int) -> tuple[date, date] | None:
    """The first and last day meant; None for what is no date."""
    year, month = int(match["year"] or year), int(match["month"])
    if not 1 <= month <= 12 or not 1 <= year <= 9998:
        return None
    last = last_day_of_month(year, month)
    if match["day"]:
        day = int(match["day"])
        return (last.replace(day=day), last.replace(day=day)) if 1 <= day <= last.day else None
    if match["third"]:
        first = {"上": 1, "中": 11, "下": 21}[match["third"]]
        return last.replace(day=first), last if first == 21 else last.replace(day=first + 9)
    return (last, last) if match["end"] else (last.replace(day=1), last)


def _in_season(match: re.Match[str], period: Period) -> bool:
    """Whether the season named overlaps the report's period; the year only where it is a report on one."""
    if match["year"]:
        return isinstance(period, Year)
    if match["half"]:
        named: Period = HalfYear(period.year, 1 if match["half"] == "上" else 2)
    else:
        digit = match["quarter"]
        named = Quarter(period.year, _SPELLED.get(digit) or int(digit))
    return named.start <= period.end and period.start <= named.end


def title(reading: Reading) -> Iterator[Check]:
    """The year and half-year in the title."""
    period = reading.facts.order.period
    words = reading.document.title
    wrong = [match[0] for match in _YEAR.finditer(words) if match["digits"] and int(match["digits"]) != period.year]
    wrong += [match[0] for match in _SEASON.finditer(words) if not _in_season(match, period)]
    if wrong:
        yield Check("error", "title", f"标题里的“{'、'.join(wrong)}”与期间{period.label}不一致，请改正")


def plan_in_the_past(reading: Reading) -> Iterator[Check]:
    """A day in the writer's plan that has passed on the data date."""
    on = reading.facts.order.data_date
    for passage in reading.own_in("plan"):
        for match in _DAY.finditer(passage.text):
            days = _span(match, on.year)
            if days and days[1] <= on and passage.is_typed(match.start(), match.end()):
                message = f"安排里的“{match[0]}”在数据截至日期之前，请改成以后的时间"
                yield Check("warning", "plan-past", message, passage.at(match.start()).anchor, match[0])
