"""The problems raised in a period and how far each has come: raised, begun, handed in for closure, closed."""

from collections.abc import Mapping

from partywork.charts.data import Caption, Frame, Mark, Tone
from partywork.charts.funnels import funnel
from partywork.charts.svg import Svg
from partywork.measures import lookup
from partywork.measures.declarations import Request
from partywork.measures.display import printed
from partywork.measures.values import Value
from partywork.measures.window import Window
from partywork.orgs.models import Organisation
from partywork.pages.figures import figure_url
from partywork.pictures.picture import Cell, Picture

TITLE = "问题整改进度"
STAGES: tuple[tuple[str, str, Tone], ...] = (
    ("rect.raised", "提出", "strong"),
    ("rect.raised.started", "已启动", "mid"),
    ("rect.raised.requested", "已申请销号", "soft"),
    ("rect.raised.closed", "已销号", "faint"),
)
OVERDUE: tuple[str, str, Tone] = ("rect.raised.overdue", "其中逾期", "red")
ALL = (*STAGES, OVERDUE)
REQUESTS = tuple(Request(code) for code, _, _ in ALL)
PAPER = Frame(300)
EMPTY = "这段时间没有提出整改问题"


def _marks(values: Mapping[Request, Value], org: Organisation, window: Window) -> list[Mark]:
    marks = []
    for code, label, tone in ALL:
        number = values[Request(code)].number
        assert isinstance(number, int)
        hint = f"{lookup.measure(code).name}：{number}个"
        marks.append(Mark(label, number, f"{number}", figure_url(Request(code), org.code, window), hint, tone))
    return marks


def drawn(values: Mapping[Request, Value], org: Organisation, window: Window, key: str, *, frame: Frame = PAPER) -> Svg:
    *stages, overdue = _marks(values, org, window)
    about = f"期内提出的问题：{'，'.join(f'{each.label}{each.text}个' for each in (*stages, overdue))}。"
    return funnel(stages, Caption(key, f"{TITLE}（个）", about), aside=overdue, frame=frame, empty=EMPTY)


def picture_of(
    values: Mapping[Request, Value], org: Organisation, window: Window, key: str, *, frame: Frame = PAPER
) -> Picture:
    measures = [lookup.measure(request.code) for request in REQUESTS]
    rows = [
        (Cell(measure.name), Cell(printed(measure, values[request]), figure_url(request, org.code, window)))
        for request, measure in zip(REQUESTS, measures, strict=True)
    ]
    shown = rows if values[REQUESTS[0]].number else []
    return Picture(TITLE, "个", drawn(values, org, window, key, frame=frame), ("期内提出的问题", "个"), shown)
