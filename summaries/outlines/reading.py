"""An outline as its page shows it: part by part, every place with its address."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from summaries.outlines.forms import AUDIENCES, GROUP_MARKS, ITEM_MARKS, KINDS, LAYOUTS, PLANS, SectionForm
from summaries.phrases.sentences import read_sentence
from summaries.phrases.wordings import in_full
from summaries.tokens import shown

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Node:
    """One place. ``about`` says in words how it is written."""

    place: str
    text: str
    about: str = ""
    is_first: bool = True
    is_last: bool = True
    sentences: tuple["Node", ...] = ()
    themes: tuple["Node", ...] = ()
    passages: tuple["Node", ...] = ()
    groups: tuple["Node", ...] = ()
    kind: str = ""


@dataclass(frozen=True)
class Shown:
    title: str
    opening: tuple[Node, ...]
    sections: tuple[Node, ...]
    closing: tuple[Node, ...]
    tables: tuple[Node, ...]
    missing: tuple[str, ...] = field(default=())  # kinds of parts it does without


def shown_outline(data: Data) -> Shown:
    kinds = [each["kind"] for each in data["section"]]
    return Shown(
        shown(data["title"]),
        tuple(_sentences(data.get("opening", []), "opening")),
        tuple(_section(row, where) for row, where in _placed(data["section"], "section")),
        tuple(_sentences(data.get("closing", []), "closing")),
        tuple(_table(row, where) for row, where in _placed(data.get("table", []), "table")),
        tuple(label for kind, label in KINDS.items() if kind not in kinds),
    )


def _placed(rows: list[Any], place: str) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Each row with where it stands."""
    for number, row in enumerate(rows):
        yield row, {"place": f"{place}.{number}", "is_first": not number, "is_last": number == len(rows) - 1}


def _sentences(rows: list[Data], place: str) -> Iterator[Node]:
    for row, where in _placed(rows, place):
        sentence = read_sentence(row, "")
        texts = in_full(sentence)
        about = [AUDIENCES[sentence.audience]] if sentence.audience != "all" else []
        about += [f"还有{len(texts) - 1}种说法"] if len(texts) > 1 else []
        yield Node(text=texts[0], about="；".join(about), **where)


def _section(row: Data, where: dict[str, Any]) -> Node:
    place, looks = where["place"], SectionForm.first(row)
    about = [KINDS[row["kind"]]]
    if row["kind"] != "problem":
        about.append(f"小标题{GROUP_MARKS[looks['groups_mark']]}")
    about.append(f"各条{ITEM_MARKS[looks['items_mark']]}")
    about += [] if looks["layout"] == "apart" else [LAYOUTS[looks["layout"]]]
    about += [] if looks["numbered"] else ["大标题不编号"]
    groups = [_group(each, at) for each, at in _placed(row.get("group", []), f"{place}.group")]
    return Node(
        text=row.get("heading", ""),
        about="；".join(about),
        sentences=tuple(_sentences(row.get("lead", []), f"{place}.lead")),
        groups=tuple(groups),
        kind=row["kind"],
        **where,
    )


def _group(row: Data, where: dict[str, Any]) -> Node:
    place = where["place"]
    about = [PLANS[row["plans"]]] if row.get("plans") else []
    about += [f"最多{row['most']}条"] if row.get("most") else []
    about += ["先点明问题"] if row.get("naming") else []
    return Node(
        text=row.get("heading", ""),
        about="；".join(about),
        themes=tuple(Node(text=each, **at) for each, at in _placed(row.get("themes", []), f"{place}.themes")),
        passages=tuple(_passage(each, at) for each, at in _placed(row.get("passages", []), f"{place}.passages")),
        kind="plan" if row.get("plans") else "done",
        **where,
    )


def _passage(row: Data, where: dict[str, Any]) -> Node:
    sentences = tuple(_sentences(row["sentence"], f"{where['place']}.sentence"))
    return Node(text=row["lead"], sentences=sentences, **where)


def _table(row: Data, where: dict[str, Any]) -> Node:
    return Node(text=row["title"], about="、".join(row["measures"]), **where)
