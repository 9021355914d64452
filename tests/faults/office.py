"""The office the faults happen to, and what is looked at afterwards. Runs in processes of the install."""

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from partywork.access.permissions import Role
from partywork.attachments.models import Attachment
from partywork.audit import chain, triggers
from partywork.audit.models import AuditEvent
from partywork.imports.actions import sweep
from partywork.imports.enums import OPEN
from partywork.imports.models import ImportBatch
from partywork.jobs.enums import ACTIVE
from partywork.jobs.files import file_of, results_root
from partywork.jobs.models import Job
from partywork.meetings.models import Meeting
from summaries.lifecycle.models import Snapshot
from summaries.lifecycle.sealing import proofs
from summaries.reports.models import ReportState
from tests.factories.dues import make_payers
from tests.factories.lifecycle import make_report_in
from tests.factories.orgs import make_user
from tests.factories.rosters import person, roster
from tests.summaries.office import make_office

MODELS = [model for name in ("partywork", "summaries") for model in apps.get_app_config(name).get_models()]
# When a session was last used is noted apart from any work, once a minute at most.
NOTED_APART = {"partywork.OpenSession": ("seen_at", "expire_date")}


def empty() -> None:
    """A database with nothing but what every install has, and the files that pages need."""
    call_command("flush", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if connection.vendor == "sqlite":
        connection.cursor().execute("VACUUM")  # no room left inside the file: what is added needs room on the disk


def make() -> dict[str, Any]:
    """A committee with two branches; in one of them five people who pay 40 yuan a month and a report to be signed."""
    office = make_office()
    secretary, manager = make_user(office.steady, Role.SECRETARY), make_user(office.root, Role.MANAGER)
    make_payers(office.steady, secretary, 5)
    report = make_report_in(ReportState.SIGNING, office.steady, secretary)
    return {
        "root": office.root.pk,
        "branch": office.steady.pk,
        "secretary": secretary.username,
        "manager": manager.username,
        "report": report.pk,
        "meeting": Meeting.objects.filter(org=office.steady).order_by("pk").values_list("pk", flat=True)[0],
    }


def log_in(username: str) -> dict[str, str]:
    """The cookies of someone who has just logged in; the login page itself is not what is tested here."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    client = Client()
    client.force_login(get_user_model().objects.get_by_natural_key(username))
    client.get("/")  # the token against forged forms comes with the first form
    return {name: morsel.value for name, morsel in client.cookies.items()}


def workbook(first: int, people: int) -> str:
    """A roster of invented people, as the hexadecimal of its bytes."""
    return roster([person(number) for number in range(first, first + people)]).getvalue().hex()


def state(*without: str) -> dict[str, str]:
    """What every table holds: its number of rows and their digest."""
    found = {}
    for model in MODELS:
        if (label := model._meta.label) not in without:
            apart = NOTED_APART.get(label, ())
            columns = [field.attname for field in model._meta.concrete_fields if field.attname not in apart]
            rows = list(model._base_manager.order_by("pk").values(*columns))
            text = json.dumps(rows, cls=DjangoJSONEncoder, default=str)
            found[label] = f"{len(rows)}:{hashlib.sha256(text.encode()).hexdigest()}"
    return found


def count(label: str) -> int:
    return int(apps.get_model(label)._base_manager.count())


def values(label: str, *names: Any) -> list[list[Any]]:
    """Rows of a table; the last of ``names`` may be a mapping to filter by."""
    filters = names[-1] if isinstance(names[-1], dict) else {}
    names = tuple(name for name in names if isinstance(name, str))
    rows = apps.get_model(label)._base_manager.filter(**filters).order_by("pk").values_list(*names)
    return [[value if isinstance(value, (int, str)) or value is None else str(value) for value in row] for row in rows]


def events(action: str) -> int:
    return AuditEvent.objects.filter(action=action).count()


def faults() -> list[str]:
    """Everything that is not whole; an empty list is what every test wants to see."""
    return [*_of_the_chain(), *_of_evidence(), *_of_imports(), *_of_jobs(), *_of_versions()]


def _of_the_chain() -> list[str]:
    verdict = chain.verify()
    found = [] if verdict.is_whole else [f"audit: {verdict.broken_at} {verdict.reason}"]
    return found + [f"trigger {name} is missing" for name in triggers.missing()]


def _of_evidence() -> list[str]:
    media = Path(settings.MEDIA_ROOT)
    rows = set(Attachment.objects.filter(removed_on=None).values_list("file", flat=True))
    files = {path.relative_to(media).as_posix() for path in media.rglob("*") if path.is_file()}
    return [f"file without row: {name}" for name in files - rows] + [f"row without file: {n}" for n in rows - files]


def _of_imports() -> list[str]:
    root = Path(settings.VAR_DIR) / "imports"
    kept = {path.name for path in root.iterdir()} if root.exists() else set()
    open_ones = {str(pk) for pk in ImportBatch.objects.filter(state__in=OPEN).values_list("pk", flat=True)}
    return [f"upload of no import: {name}" for name in kept - open_ones] + [
        f"import without upload: {name}" for name in open_ones - kept
    ]


def _of_jobs() -> list[str]:
    root = results_root()
    folders = {path.name for path in root.iterdir()} if root.exists() else set()
    jobs = {str(job.pk): job for job in Job.objects.all()}
    found = [f"results of no job: {name}" for name in folders - set(jobs)]
    return found + [f"job without its file: {job.pk}" for job in jobs.values() if job.file and file_of(job) is None]


def _of_versions() -> list[str]:
    kept = Snapshot.objects.select_related("report__org")
    return [f"{each}: {proof.label}" for each in kept for proof in proofs(each) if not proof.holds]


def sweep_imports(now: str) -> None:
    """What the workers do with uploads nobody goes on with, as of a moment."""
    sweep(datetime.fromisoformat(now))


def dues(branch: int, month: int) -> list[list[Any]]:
    """[[paid, due]] of everybody's month, in fen."""
    return values("partywork.DuesMonth", "paid_fen", "due_fen", {"org_id": branch, "month": month})


def states_of_import(number: int) -> list[Any]:
    """Its state, and how many rows it says it added."""
    batch = ImportBatch.objects.get(pk=number)
    return [batch.state, batch.added]


def job(number: int) -> list[Any]:
    found = Job.objects.get(pk=number)
    return [found.state, found.attempts, found.done, found.total]


def entries_of(number: int) -> int:
    """How many files lie in the job's zip, which must be sound."""
    path = file_of(Job.objects.get(pk=number))
    assert path is not None
    with ZipFile(path) as archive:
        assert archive.testzip() is None
        return len(archive.namelist())


def count_events_of(action: str, subject: int) -> int:
    return AuditEvent.objects.filter(action=action, subject_id=subject).count()


def active_jobs() -> list[list[Any]]:
    """[[number, worker]] of those that wait or are in hand."""
    return [[job.pk, job.worker] for job in Job.objects.filter(state__in=ACTIVE).order_by("pk")]


def keys_logged(beginning: str) -> list[list[Any]]:
    """[[key, number of its events]] of the meetings whose key begins so, a line for each row there is."""
    found = Meeting.objects.filter(key__startswith=beginning).order_by("key")
    return [[each.key, count_events_of("meeting.create", each.pk)] for each in found]
