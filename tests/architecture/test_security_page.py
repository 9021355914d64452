"""docs/security.md says what is so: every file and test it names is there, and no control of the grade is left out."""

import re
from dataclasses import dataclass

import pytest

from tests.architecture.test_project import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
STATES = {"做到", "部分", "运维", "没做到", "不适用"}
NAMED = re.compile(
    r"`((?:partywork|summaries|tests|templates|static|docs|\.ci)/[^`:]*|README\.md|uv\.lock|pyproject\.toml)"
    r"(?:::(\w+))?`"
)
# GB/T 22239-2019, 8.1.4 and 8.1.5: how many items each control has (0: one without letters).
CONTROLS = {
    "8.1.4.1": 4, "8.1.4.2": 7, "8.1.4.3": 4, "8.1.4.4": 6, "8.1.4.5": 0, "8.1.4.6": 0, "8.1.4.7": 2, "8.1.4.8": 2,
    "8.1.4.9": 3, "8.1.4.10": 2, "8.1.4.11": 2, "8.1.5.1": 0, "8.1.5.2": 0, "8.1.5.3": 0, "8.1.5.4": 0,
}  # fmt: skip
CHAPTERS = range(1, 18)  # of ASVS 5.0


@dataclass(frozen=True)
class Row:
    number: str
    asked: str
    state: str
    where: str
    tests: str


def rows() -> list[Row]:
    found = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if re.match(r"\| \d", line)]
    return [Row(*(cell.strip() for cell in cells)) for cells in found]


ROWS = rows()
EACH = pytest.mark.parametrize("row", ROWS, ids=[row.number for row in ROWS])


@pytest.mark.parametrize(("path", "test"), sorted(set(NAMED.findall(PAGE))))
def test_what_it_names_is_there(path: str, test: str) -> None:
    assert (ROOT / path).exists(), path
    if test:
        assert f"def {test}(" in (ROOT / path).read_text(encoding="utf-8")


@EACH
def test_a_row_names_what_its_state_asks_for(row: Row) -> None:
    assert row.state in STATES
    where = [path for path, _ in NAMED.findall(row.where)]
    tests = [path for path, _ in NAMED.findall(row.tests)]
    assert not [path for path in where if path.startswith("tests/")]
    assert [path for path in tests if not path.startswith("tests/")] == []
    if row.state == "做到":
        assert where, "met, but where?"
        assert tests, "met, but who says so?"
    if row.state in ("部分", "没做到", "运维"):
        assert len(NAMED.sub("", row.where)) > 8, "what is missing, in words"


def test_every_control_of_the_grade_has_its_row() -> None:
    expected = [
        f"{control} {'abcdefgh'[item]}" if items else control
        for control, items in CONTROLS.items()
        for item in range(max(items, 1))
    ]
    assert [row.number for row in ROWS if row.number.startswith("8.1.")][: len(expected)] == expected


def test_every_chapter_of_asvs_is_judged() -> None:
    _, _, asvs = PAGE.partition("## ASVS")
    numbers = re.findall(r"^\| ([^|]+) \|", asvs, re.MULTILINE)
    judged = {int(each.split(".")[0]) for number in numbers for each in number.split("、") if each[0].isdigit()}
    assert judged == set(CHAPTERS)
