"""党支部工作手册: a branch's year as one book, chapter by chapter from the records.

A chapter without records says so; nothing is made up for it.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from partywork.common.text import chinese_number, format_date
from partywork.exports.asked import Asked
from partywork.exports.fields import Data
from partywork.exports.forms import development as development_book
from partywork.exports.forms import dues, handbook_unit, minutes, roster
from partywork.exports.forms import rectification as rectification_ledger
from partywork.exports.forms.handbook_tables import appraisal_blocks, plan_blocks, visit_blocks
from partywork.exports.kinds import FormKind, Wants
from partywork.meetings.models import Meeting
from partywork.word.layout import Block, Line, Page

NOTHING = "本年度没有登记。"
CONTENTS = "目　录"

Chapter = tuple[str, bool, Callable[[Asked], list[list[Block]]]]
"""Its title, whether it lies across, and what it says: the blocks of each of its pages."""


def _of_data(collect: Callable[[Asked], list[Data]], layout: Callable[[Data], list[Page]], rows: str) -> Callable[
    [Asked], list[list[Block]]
]:  # fmt: skip
    """A form as a chapter, without the title it has by itself; nothing where it has no rows."""

    def blocks(asked: Asked) -> list[list[Block]]:
        (data,) = collect(asked)
        return [list(page.blocks[1:]) for page in layout(data)] if data[rows] else []

    return blocks


def _meetings(asked: Asked, *, theme_days: bool) -> list[list[Block]]:
    """Each on a page of its own; a theme day that was another meeting too stands among the theme days alone."""
    found = [each for each in minutes.meetings(asked) if each.is_theme_day == theme_days]
    return [_meeting(each) for each in found]


def _meeting(meeting: Meeting) -> list[Block]:
    title = f"{format_date(meeting.date)}　{meeting.title or meeting.kinds_text}"
    return [Line(title, "section"), minutes.record_grid(minutes.meeting_data(meeting))]


CHAPTERS: tuple[Chapter, ...] = (
    ("支部基本情况", False, handbook_unit.basics),
    ("支部委员会", False, handbook_unit.committee),
    ("党员名册", True, _of_data(roster.collect, roster.layout, "党员")),
    ("年度工作计划", False, plan_blocks),
    ("会议记录", False, lambda asked: _meetings(asked, theme_days=False)),
    ("主题党日", False, lambda asked: _meetings(asked, theme_days=True)),
    ("党费收缴", True, _of_data(dues.collect_year, dues.layout_year, "党员")),
    ("走访慰问", False, visit_blocks),
    ("发展党员", True, _of_data(development_book.collect, development_book.layout, "人员")),
    ("问题整改", True, _of_data(rectification_ledger.collect, rectification_ledger.layout, "问题")),
    ("组织生活会和民主评议", False, appraisal_blocks),
)


def collect(asked: Asked) -> list[Data]:
    """What the book's pages are made of: they are laid out at once, chapter by chapter."""
    year = asked.year
    on = min(asked.on, date(year, 12, 31))
    within = replace(asked, on=max(on, date(year, 1, 1)), first=date(year, 1, 1), last=date(year, 12, 31))
    chapters = []
    for number, (title, across, blocks) in enumerate(CHAPTERS, 1):
        chapters.append((f"{chinese_number(number)}、{title}", across, blocks(within)))
    return [{"党支部": asked.org.name, "年度": year, "截至日期": format_date(within.on), "章": chapters}]


def layout(data: Data) -> list[Page]:
    cover = Page((
        Line("党支部工作手册", "cover_title"),
        Line(data["党支部"], "cover_name"),
        Line(f"{data['年度']}年度", "cover_line"),
        Line(f"数据截至{data['截至日期']}", "cover_line"),
    ))  # fmt: skip
    pages = [cover, Page((Line(CONTENTS, "contents"),))]
    for title, across, parts in data["章"]:
        pages += _chapter(title, parts, across=across and bool(parts))
    return pages


def _chapter(title: str, parts: list[list[Block]], *, across: bool) -> list[Page]:
    if not parts:
        return [Page((Line(title, "chapter"), Line(NOTHING)))]
    first, *others = parts
    return [Page((Line(title, "chapter"), *first), across), *(Page(tuple(each), across) for each in others)]


KIND = FormKind(
    code="handbook",
    title="党支部工作手册",
    about="一年的工作记录装成一册：支部概况、委员会、名册、计划、会议、主题党日、党费、走访、发展党员、整改、民主评议",
    wants=Wants.YEAR,
    collect=collect,
    layout=layout,
    branches_only=True,
    about_people=True,
)
