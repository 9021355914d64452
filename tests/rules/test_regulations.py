"""docs/regulations.md says of every shipped rule what the file says, and names code and tests that exist."""

import re
from pathlib import Path

from partywork.rules.loading import shipped_rules

ROOT = Path(__file__).resolve().parent.parent.parent
ROW = re.compile(
    r"\| (?P<title>.+) `(?P<rule>[\w.]+)` \| (?P<value>.+) \| (?P<article>.+) \| (?P<code>.+) \| (?P<test>.+) \|"
)
TEXT = (ROOT / "docs" / "regulations.md").read_text(encoding="utf-8")
ROWS = [found.groupdict() for line in TEXT.splitlines() if (found := ROW.fullmatch(line))]


def test_every_rule_with_its_value_and_article_in_the_order_of_the_file():
    shipped = [(rule.title, rule.code, rule.shown, rule.citation) for rule in shipped_rules()]
    assert [(row["title"], row["rule"], row["value"], row["article"]) for row in ROWS] == shipped


def test_what_no_text_lays_down_is_named_as_a_local_setting():
    named = re.findall(r"^- .+ `([\w.]+)`: ", TEXT.partition("## Unverified")[2], flags=re.MULTILINE)
    assert named == [rule.code for rule in shipped_rules() if rule.is_local]


def files(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_code_and_tests_exist_and_stand_together():
    named = {name for row in ROWS for column in ("code", "test") for name in files(row[column])}
    assert sorted(name for name in named if not (ROOT / name).is_file()) == []
    assert [row["rule"] for row in ROWS if bool(files(row["code"])) != bool(files(row["test"]))] == []


def test_the_code_names_its_rule_and_the_test_is_about_that_code():
    """One of the files under code has the rule's code in it, and each test imports from the package of such a file."""
    wrong = []
    for row in ROWS:
        code, tests = files(row["code"]), files(row["test"])
        if code and not any(f'"{row["rule"]}"' in read(name) for name in code):
            wrong.append((row["rule"], "code"))
        packages = {".".join(name.split("/")[:2]) for name in code}
        if not all(any(package in read(name) for package in packages) for name in tests):
            wrong.append((row["rule"], "test"))
    assert wrong == []


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_what_is_not_computed_says_why():
    assert [row["rule"] for row in ROWS if not files(row["code"]) and not re.fullmatch(r"— .{4,}", row["code"])] == []


def test_a_rule_that_nothing_computes_with_is_not_said_to_be_used():
    """Nor the other way round: a rule whose code stands in a module has a line that says where."""
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "partywork").rglob("*.py")]
    used = {rule.code for rule in shipped_rules() if any(f'"{rule.code}"' in source for source in sources)}
    assert {row["rule"] for row in ROWS if files(row["code"])} == used
