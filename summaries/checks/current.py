"""Figures that are no longer what the records say."""

from collections.abc import Iterator

from summaries.checks.found import Check
from summaries.checks.reading import Reading
from summaries.text import tokens_of
from summaries.typeset import Page


def stale(reading: Reading) -> Iterator[Check]:
    """A printed figure against the records of now."""
    page, told = Page(reading.facts), set()
    for passage in reading.passages:
        for piece in passage.pieces:
            figure = piece.figure
            if figure is None or figure.id in told:
                continue
            # What is said behind a number (其中填报) is a figure of its own.
            now = "".join(page.alone(token) for token in tokens_of(figure.token))
            if now != piece.text:
                told.add(figure.id)
                message = f"{figure.name}印的是{piece.text}，按现在的记录是{now}，请重新编制"
                yield Check("error", "stale", message, piece.anchor, piece.text)


def since_then(reading: Reading) -> Iterator[Check]:
    """A figure that left the unit as one number and is another now."""
    for name, printed in reading.state.then.items():
        figure = reading.document.figures_by_id.get(name)
        if figure is not None and figure.printed != printed:
            message = f"{figure.name}上次报送时是{printed}，现在是{figure.printed}，请向上级说明"
            yield Check("warning", "since-then", message)
