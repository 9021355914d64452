"""Reading a drawn chart back: where its texts and bars are."""

from dataclasses import dataclass
from itertools import combinations
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from partywork.charts.scales import width_of
from partywork.charts.svg import Svg

SHARE_BEFORE = {"start": 0.0, "middle": 0.5, "end": 1.0}


@dataclass(frozen=True)
class Box:
    words: str
    left: float
    right: float
    top: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        apart = self.right <= other.left or other.right <= self.left or self.bottom <= other.top
        return not (apart or other.bottom <= self.top)


def tree(svg: Svg) -> Element:
    return ElementTree.fromstring(str(svg))


def boxes(svg: Svg) -> list[Box]:
    """The places of all texts, a little smaller than their letters, so that touching is not meeting."""
    found = []
    for each in tree(svg).iter("text"):
        words, size = each.text or "", float(each.get("font-size", "0"))
        x, y, wide = float(each.get("x", "0")), float(each.get("y", "0")), width_of(words, size)
        left = x - wide * SHARE_BEFORE[each.get("text-anchor", "start")]
        found.append(Box(words, left + 0.2, left + wide - 0.2, y - size * 0.75, y + size * 0.1))
    return found


def texts(svg: Svg) -> list[str]:
    return [box.words for box in boxes(svg)]


def overlapping(svg: Svg) -> list[tuple[str, str]]:
    return [(one.words, other.words) for one, other in combinations(boxes(svg), 2) if one.meets(other)]


def outside(svg: Svg) -> list[str]:
    """Texts that reach over the edge of the paper."""
    _, _, wide, high = map(float, tree(svg).get("viewBox", "").split())
    return [box.words for box in boxes(svg) if box.left < -0.5 or box.right > wide + 0.5 or box.bottom > high + 0.5]


def bars(svg: Svg, *tones: str) -> list[Element]:
    """The drawn bars of these tones, from left to right and top to bottom as they were drawn."""
    return [each for each in tree(svg).iter("rect") if each.get("class") in {f"chart-{tone}" for tone in tones}]


def wide(bar: Element) -> float:
    return float(bar.get("width", "0"))


def high(bar: Element) -> float:
    return float(bar.get("height", "0"))
