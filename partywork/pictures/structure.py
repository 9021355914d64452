"""Who the members are on a day: by kind, age and education. The parts make up 党员总数."""

from collections.abc import Mapping
from dataclasses import dataclass

from partywork.charts.bars import bars
from partywork.charts.data import Caption, Frame, Mark, Tone
from partywork.charts.svg import Svg
from partywork.measures import lookup
from partywork.measures.declarations import UNFILLED, Breakdown, Request
from partywork.measures.display import plain
from partywork.measures.values import Value, percent
from partywork.measures.window import Window
from partywork.orgs.models import Organisation
from partywork.pages.figures import figure_url
from partywork.pictures.picture import Cell, Picture

TOTAL = Request("member.total")
SPLITS = ("member.by_stage", "member.by_gender", "member.by_age", "member.by_education", "member.by_seniority")
REQUESTS = (TOTAL, *(Request(code) for code in SPLITS))
PAPER = Frame(300)
EMPTY = "数据截至日没有在册党员"


@dataclass(frozen=True)
class Part:
    label: str
    number: int
    url: str

    def share(self, total: int) -> str:
        share = percent(self.number, total)
        return "" if share is None else f"{plain(share)}%"


def parts_of(code: str, values: Mapping[Request, Value], org: Organisation, window: Window) -> list[Part]:
    """The parts of a breakdown, each with the members behind it; 未填 has no page of its own."""
    of = lookup.measure(code).of
    assert isinstance(of, Breakdown)
    return [
        Part(
            part.label,
            part.number,
            "" if part.label == UNFILLED else figure_url(TOTAL.with_dim(of.dim, part.label), org.code, window),
        )
        for part in values[Request(code)].parts
    ]


def drawn(code: str, parts: list[Part], total: int, key: str) -> Svg:
    measure = lookup.measure(code)
    marks = [_mark(part, total) for part in parts]
    said = "，".join(f"{part.label}{part.number}名" for part in parts)
    about = f"共{total}名：{said}。" if parts else EMPTY
    return bars(marks, Caption(key, f"{measure.name}（{measure.unit}）", about), frame=PAPER, empty=EMPTY)


def _mark(part: Part, total: int) -> Mark:
    hint = f"{part.label}：{part.number}名，占{part.share(total)}"
    tone: Tone = "faint" if part.label == UNFILLED else "mid"
    return Mark(part.label, part.number, f"{part.number}", part.url, hint, tone)


def picture_of(code: str, values: Mapping[Request, Value], org: Organisation, window: Window, key: str) -> Picture:
    measure, parts = lookup.measure(code), parts_of(code, values, org, window)
    total = values[TOTAL].number
    assert isinstance(total, int)
    rows = [(Cell(part.label), Cell(f"{part.number}", part.url), Cell(part.share(total))) for part in parts]
    if rows:
        rows.append((Cell("合计"), Cell(f"{total}", figure_url(TOTAL, org.code, window)), Cell("100%")))
    return Picture(measure.name, measure.unit, drawn(code, parts, total, key), ("类别", "名", "占比"), rows)
