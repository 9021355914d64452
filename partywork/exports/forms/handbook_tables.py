"""Of the handbook: the year's plan, visits, and what organisation life and appraisal came to."""

from partywork.appraisal.enums import Grade
from partywork.appraisal.ledger import graded
from partywork.appraisal.ledger import rows as appraisal_rows
from partywork.appraisal.models import Appraisal
from partywork.common.text import format_date
from partywork.entries.enums import Status
from partywork.exports.asked import Asked
from partywork.exports.fields import short_day
from partywork.exports.forms.visit_records import visit_data, visits
from partywork.word.layout import Block, Grid, Line, Row, facts, heads, label, value, wide
from partywork.yearplan.queries import planned_in


def plan_blocks(asked: Asked) -> list[list[Block]]:
    """The items due in the year that were decided by the day of the data."""
    items = [each for each in planned_in(asked.org, asked.year) if each.set_on <= asked.on]
    rows = [
        Row((value(number), value(short_day(each.due_on)), wide(each.text, 1), wide(each.target_text, 1),
             value(each.owner), wide(each.result if each.done_on and each.done_on <= asked.on else "", 1)), 9)
        for number, each in enumerate(items, 1)
    ]  # fmt: skip
    headers = ("序号", "完成期限", "计划事项", "目标", "责任人", "完成情况")
    grid = Grid((10, 21, 58, 28, 18, 32), (heads(headers), *rows), small=True)
    return [[grid]] if rows else []


def visit_blocks(asked: Asked) -> list[list[Block]]:
    found = [visit_data(each) | {"日": short_day(each.date)} for each in visits(asked)]
    rows = [
        Row((value(number), value(each["日"]), value(each["方式"]), value(each["对象类别"]), wide(each["走访对象"], 1),
             wide(each["走访人员"], 1), value(each["金额"], align="right"), wide(each["走访情况"], 1)), 9)
        for number, each in enumerate(found, 1)
    ]  # fmt: skip
    headers = ("序号", "日期", "方式", "对象类别", "走访对象", "走访人员", "金额（元）", "走访情况")
    grid = Grid((10, 21, 12, 20, 24, 24, 18, 40), (heads(headers), *rows), small=True)
    return [[grid]] if rows else []


def appraisal_blocks(asked: Asked) -> list[list[Block]]:
    """Of the year they belong to, whenever they were held: mostly after its end. Numbers of grades, and no names."""
    found = Appraisal.objects.filter(org=asked.org, year=asked.year, meeting__status=Status.DONE)
    kept = appraisal_rows(found.exclude(status=Status.CANCELLED)).order_by("meeting__date", "pk")
    blocks: list[Block] = []
    for each in kept:
        meeting = each.meeting
        blocks.append(Line(f"{format_date(meeting.date)}　{each}", "section"))
        blocks.append(
            Grid((1.3, 1, 1.3, 1, 1.3, 1), (
                facts(label("应到人数"), value(meeting.expected), label("实到人数"), value(meeting.present),
                      label("评定等次"), value(graded(each) or "")),
            ))
        )  # fmt: skip
        if graded(each):
            counts = tuple(value(graded(each, grade)) for grade in Grade)
            blocks.append(Grid((1,) * len(counts), (heads([str(grade.label) for grade in Grade]), Row(counts, 9))))
        rows = [
            Row((value(number), value(line.get_whose_display()), wide(line.text, 1), wide(line.measure, 1)), 9)
            for number, line in enumerate(each.problems.all(), 1)
        ]
        if rows:
            headers = ("序号", "对象", "查摆的问题", "整改措施")
            blocks.append(Line("查摆问题和整改措施", "line"))
            blocks.append(Grid((0.6, 1, 3, 3), (heads(headers), *rows), small=True))
    return [blocks] if blocks else []
