"""A plan told as a result, and a task still open told as done."""

import re
from collections.abc import Iterator

from partywork.common.text import format_date
from summaries.checks.found import Check
from summaries.checks.queries import open_tasks
from summaries.checks.reading import Reading

_VERBS = "完成|销号|召开|开展|举行|举办|换届|建成|落实|解决|实现|组织|印发|取得|走访|慰问"
_RESULT = re.compile(
    rf"(?<!未)已(?:经)?(?:全部|圆满|顺利|按期|如期)?(?:{_VERBS})(?!的|了的)|(?:{_VERBS})了(?!的)|(?:圆满|顺利|如期|胜利)(?:完成|召开|实现|结束)"
    r"|(?:得到|有了)(?:明显|显著|进一步)?(?:加强|提升|提高|改善)"
)
_AIM = re.compile(r"确保|争取|力争|推动|保证|促进|做到|使|要|对|待")
_HEAD = re.compile(r"\A(?:完成|做好|开展|组织|推进|抓好|召开|举办|落实|完善|建立)")
_NOT_YET = re.compile("没有|未|尚|拟|将")
_COMPARED = re.compile(r"”(?:（[^）]*）)?实际")  # a target quoted beside what the records show of it
SHORTEST = 4  # characters of a task that tell it from others


def results_in_plan(reading: Reading) -> Iterator[Check]:
    """已完成, 圆满完成 among what is still to be done."""
    for passage in reading.passages:
        if passage.part != "plan":
            continue
        for match in _RESULT.finditer(passage.text):
            clause = passage.clause(match.start())
            if not _AIM.search(passage.text[clause.start : match.start()]):
                message = f"工作安排里的“{clause.text.strip('，。；')}”写成了已经做到的事，请改成要做的事"
                yield Check("error", "plan-result", message, passage.at(match.start()).anchor, match[0])


def open_tasks_told_as_done(reading: Reading) -> Iterator[Check]:
    """A plan item without a day of completion on record, in the writer's account of what was done."""
    own = list(reading.own_in("opening", "done"))
    if not own:
        return
    for text, due in open_tasks(reading.facts):
        task = _HEAD.sub("", text.strip().rstrip("。；"))
        for passage in own:
            at = passage.text.find(task) if len(task) >= SHORTEST else -1
            if at < 0 or _COMPARED.match(passage.text, at + len(task)):
                continue
            if not _NOT_YET.search(passage.clause(at).text):
                message = f"“{task}”是计划事项，期限{format_date(due)}，还没有登记完成，不能写成已经做了"
                yield Check("error", "task-open", message, passage.at(at).anchor, task)
