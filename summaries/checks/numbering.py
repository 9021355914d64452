"""Ordinals and numbered headings: each once, in order, and never a 一是 that stands alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from summaries.checks.amounts import number_of
from summaries.checks.found import Check
from summaries.checks.reading import Passage, Reading

_CHINESE = "[一二三四五六七八九十]+"
_IN_TEXT = re.compile(
    rf"(?:^|[。；：！？，、\s])(?P<spoken>{_CHINESE})(?P<word>[是要])|(?:^|；)(?P<figure>\d{{1,2}})[.．](?!\d)"
    rf"|^（(?P<bracketed>{_CHINESE})）|^（(?P<small>\d{{1,2}})）|(?:^|[。；：])第(?P<counted>{_CHINESE})，"
)
_FORMS = {
    "figure": "{}.",
    "bracketed": "（{}）",
    "small": "（{}）",
    "counted": "第{}",
}
_IN_HEADING = re.compile(
    rf"^(?:(?P<top>{_CHINESE})、|（(?P<bracketed>{_CHINESE})）|(?P<figure>\d{{1,2}})[.．]|（(?P<small>\d{{1,2}})）|(?P<spoken>{_CHINESE})是)"
)
_OWN_COUNT = re.compile(rf"(?P<number>{_CHINESE})[项个](?:重点)?(?:行动|举措|措施|工作|工程|任务|方面)")


@dataclass
class Lists:
    """The numbered lists of one form that are open at a place, the innermost last; each as the numbers so far."""

    open: list[list[int]] = field(default_factory=list)

    def take(self, number: int) -> str:
        """Put a number in its list; what is wrong with it, "" where nothing is."""
        for depth in range(len(self.open) - 1, -1, -1):
            if number == self.open[depth][-1] + 1:
                self.open[depth].append(number)
                del self.open[depth + 1 :]
                return ""
        if number == 1:
            self.open.append([1])
            return ""
        told = any(number in numbers for numbers in self.open)
        if self.open and not told:
            self.open[-1].append(number)
        elif not self.open:
            self.open.append([number])
        return "twice" if told else "jump"

    @property
    def alone(self) -> bool:
        """Whether some list ended after its first number."""
        return any(numbers == [1] for numbers in self.open)


def ordinals(reading: Reading) -> Iterator[Check]:
    """一是、二是…, 1. 2. and so on under one heading."""
    for _, passages in reading.sections:
        lists: dict[str, Lists] = {}
        first: dict[str, tuple[str, str]] = {}
        for passage in passages:
            for form, number, words, anchor in _ordinals_of(passage):
                first.setdefault(form, (words, anchor))
                wrong = lists.setdefault(form, Lists()).take(number)
                if wrong == "twice":
                    yield Check("error", "ordinal", f"同一部分里“{words}”出现了两次，请改正序号", anchor, words)
                elif wrong:
                    yield Check("error", "ordinal", f"“{words}”前面缺了一个序号，请改正", anchor, words)
        for form, found in lists.items():
            if found.alone:
                words, anchor = first[form]
                message = f"这一部分里有“{words}”没有接着的序号，请补上后面的内容或去掉序号"
                yield Check("error", "ordinal", message, anchor, words)


def _ordinals_of(passage: Passage) -> Iterator[tuple[str, int, str, str]]:
    """Form, number, the words as printed, and the passage they belong to."""
    for match in _IN_TEXT.finditer(passage.text):
        form = match.lastgroup or ""
        if form == "word":
            number, form, words = match["spoken"], match["word"], match["spoken"] + match["word"]
        else:
            number = match[form]
            words = _FORMS[form].format(number)
        yield form, int(number_of(number)), words, passage.at(match.end() - 1).anchor


def heading_numbers(reading: Reading) -> Iterator[Check]:
    """一、 then 二、; under each, （一） then （二）; headings without a number are left alone."""
    last: dict[int, tuple[str, int]] = {}
    for heading, _ in reading.sections:
        if heading is None:
            continue
        last = {level: seen for level, seen in last.items() if level <= heading.level}
        match = _IN_HEADING.match(heading.text)
        if match is None:
            continue
        form = match.lastgroup or ""
        number = int(number_of(match[form]))
        before = last.get(heading.level, (form, 0))
        expected = before[1] + 1 if before[0] == form else 1
        last[heading.level] = (form, number)
        if number != expected:
            message = f"标题“{heading.text}”的序号与前面不连续，请改正"
            yield Check("error", "heading-number", message, heading.anchor, match[0])


def counted_headings(reading: Reading) -> Iterator[Check]:
    """五项行动 over four of them."""
    sections = reading.sections
    for place, (heading, passages) in enumerate(sections):
        match = _OWN_COUNT.search(heading.text) if heading else None
        if heading is None or match is None:
            continue
        below = 0
        for other, inside in sections[place + 1 :]:
            if other is None or other.level <= heading.level:
                break
            below += other.level == heading.level + 1
            passages = [*passages, *inside]
        number, counts = int(number_of(match["number"])), {below, len(passages)} - {0, 1}
        if counts and number not in counts:
            message = f"标题写了“{match[0]}”，下面是{min(counts)}条，请改成一致"
            yield Check("warning", "heading-count", message, heading.anchor, match[0])
