"""The shape of the repository: what lies where, and how big a file may grow."""

import re
import subprocess
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent.parent
TOP_LEVEL = {
    ".ci",
    ".gitignore",
    "LICENSE",
    "Makefile",
    "README.md",
    "docs",
    "fixtures",
    "manage.py",
    "partywork",
    "pyproject.toml",
    "static",
    "summaries",
    "templates",
    "tests",
    "uv.lock",
}
TEXT_SUFFIXES = {".py", ".html", ".txt", ".md", ".css", ".js", ".toml", ".json", ".csv", ".svg", ".yml", ""}
# Written so that the patterns do not find themselves.
UNFINISHED = re.compile(r"\b(TOD[O]|FIXM[E]|XX[X])\b")
SOMEBODYS_MACHINE = re.compile(r"(?<![\w.:/{}-])/(wor[k]|roo[t]|hom[e]/\w+|User[s]/\w+)/")


def tracked_files() -> list[Path]:
    """Every file under version control that is on disk."""
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, encoding="utf-8"
    ).stdout
    return [ROOT / name for name in listing.split("\0") if name and (ROOT / name).is_file()]


def own_text_files() -> list[Path]:
    """Tracked text files that somebody here wrote: no vendored and no generated ones."""
    return [
        path
        for path in tracked_files()
        if path.suffix in TEXT_SUFFIXES and "vendor" not in path.parts and path.name != "uv.lock"
    ]


def lines_that_match(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in own_text_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]


def test_only_the_agreed_entries_lie_at_the_top() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in tracked_files()} == TOP_LEVEL


def test_no_python_file_is_longer_than_400_lines() -> None:
    too_long = [
        f"{path.relative_to(ROOT)}: {length}"
        for path in tracked_files()
        if path.suffix == ".py" and "migrations" not in path.parts
        if (length := len(path.read_text(encoding="utf-8").splitlines())) > 400
    ]
    assert too_long == []


def test_nothing_is_marked_unfinished() -> None:
    assert lines_that_match(UNFINISHED) == []


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    assert lines_that_match(SOMEBODYS_MACHINE) == []


def test_every_folder_of_tests_is_a_package() -> None:
    """Without it two files of one name in two folders are one module to pytest and to mypy."""
    folders = {path.parent for path in (ROOT / "tests").rglob("*.py")}
    assert [folder for folder in sorted(folders) if not (folder / "__init__.py").is_file()] == []


def test_access_is_pure_policy_without_tables() -> None:
    """Nor have common, measures, ledgers and pages any: they know no record."""
    pure = tuple(f"partywork.{name}." for name in ("access", "common", "measures", "ledgers", "pages"))
    assert [model.__name__ for model in apps.get_models() if model.__module__.startswith(pure)] == []
