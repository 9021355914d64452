"""Where the results of background work lie, and for how long."""

import shutil
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from partywork.jobs.models import Job

KEPT = timedelta(days=7)


def results_root() -> Path:
    return Path(settings.VAR_DIR) / "jobs"


def folder_of(job: Job) -> Path:
    return results_root() / str(job.pk)


def fresh_folder(job: Job) -> Path:
    """An empty folder for the job, readable by the product alone; what an earlier attempt left is gone."""
    folder = folder_of(job)
    remove_files(job)
    folder.mkdir(parents=True, mode=0o700)
    return folder


def file_of(job: Job) -> Path | None:
    """The result, None when there is none or it has been cleared away."""
    path = results_root() / job.file
    return path if job.file and path.is_file() else None


def remove_files(job: Job) -> None:
    shutil.rmtree(folder_of(job), ignore_errors=True)
