"""What is not finished: candidates nobody decided, records that went on, a period still running."""

from collections.abc import Iterator

from partywork.common.text import format_date
from summaries.checks.found import Check
from summaries.checks.reading import Reading

UNDECIDED = "undecided"


def undecided(reading: Reading) -> Iterator[Check]:
    if count := reading.state.proposed:
        yield Check("note", UNDECIDED, f"有{count}条问题和安排是按记录拟出的，请逐条确认、修改或删去")


def unfinished_period(reading: Reading) -> Iterator[Check]:
    order, window = reading.facts.order, reading.facts.window
    if window.is_future:
        yield Check("note", "period", f"{order.period.label}还没有开始")
    elif order.data_date < order.period.end:
        yield Check("note", "period", f"数据截至{format_date(order.data_date)}，{order.period.label}还没有过完")


def changed_since(reading: Reading) -> Iterator[Check]:
    """A stored passage that the records of now would word otherwise, and passages that would come or go."""
    changed = {anchor: each for anchor, each in reading.state.written.items() if each.changed}
    own = [anchor for anchor, each in changed.items() if each.own is not None]
    for anchor in own:
        message = "您改写以后，这一段所依据的记录又有变化，请对照系统现在的写法"
        yield Check("warning", "changed", message, anchor)
    if generated := [anchor for anchor in changed if anchor not in own]:
        which = "这一段" if len(generated) == 1 else f"从这一段起有{len(generated)}段"
        yield Check("warning", "changed", f"{which}编制以后，记录又有变化，请重新编制", generated[0])
    if count := reading.state.unwritten:
        yield Check("warning", "unwritten", f"编制以后记录又有变化，有{count}段要增加或去掉，请重新编制")
