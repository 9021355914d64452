"""Background work."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from partywork.access.permissions import Permission
from partywork.accounts.models import User
from partywork.jobs.actions import start_job
from partywork.jobs.kinds import Result, job_kind
from partywork.jobs.models import Job
from partywork.jobs.running import Run
from partywork.orgs.models import Organisation

NOW = datetime(2026, 7, 1, 2, 0, tzinfo=UTC)  # ten in the morning in Shanghai
KIND = "tests.letters"
PERMISSION = Permission.COMPILE_REPORTS


@job_kind(KIND, "写信", PERMISSION)
def write_letters(run: Run) -> Result:
    """One line a letter into a file."""
    path = run.folder / "letters.txt"
    count = run.params.get("letters", 1)
    with path.open("w", encoding="utf-8") as letters:
        for number in range(1, count + 1):
            run.step(number - 1, count, f"正在写第{number}封")
            letters.write(f"{number}\n")
    return Result(f"写好{count}封信", path, "信.txt")


def make_job(org: Organisation, by: User, **params: Any) -> Job:
    return start_job(kind=KIND, org=org, title="写几封信", params=params, by=by, now=NOW)


def contents(path: Path | None) -> str:
    assert path is not None
    return path.read_text(encoding="utf-8")
