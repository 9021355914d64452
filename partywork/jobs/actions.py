"""Starting, cancelling and retrying background work. What the worker itself notes is in ``running``."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from partywork.accounts.gate import Gate
from partywork.accounts.models import User
from partywork.audit.recorder import action, record_event
from partywork.jobs.enums import ACTIVE, JobState
from partywork.jobs.kinds import kind_of
from partywork.jobs.models import Job
from partywork.orgs.models import Organisation

WAITING_EACH = 5  # of one person at a time, so that nobody fills the queue


@action
def start_job(
    *, kind: str, org: Organisation, title: str, params: dict[str, Any], by: User, now: datetime, unique_key: str = ""
) -> Job:
    """Put a piece of work into the queue. The same ``unique_key`` again, while it is not finished, is the same job.

    Raises KeyError for an unknown kind, PermissionDenied where the user may not have it done, ValidationError
    when too much of the user's work is waiting already.
    """
    found = kind_of(kind)
    if found is None:
        raise KeyError(kind)
    if not Gate(by, timezone.localdate(now)).may(found.permission, org):
        raise PermissionDenied(f"您在“{org.short_name}”没有“{found.permission.value}”的权限。")
    active = Job.objects.filter(created_by=by, state__in=ACTIVE)
    if unique_key and (same := active.filter(unique_key=unique_key).first()):
        return same
    if active.count() >= WAITING_EACH:
        raise ValidationError("您已有几项后台任务没有完成，请等它们完成，或先取消不要的。")
    job = Job(kind=kind, org=org, title=title, params=params, unique_key=unique_key, created_by=by, created_at=now)
    try:
        with transaction.atomic():
            job.save()
    except IntegrityError:  # the other half of a double click was quicker
        return active.get(unique_key=unique_key)
    record_event(by=by, action="job.start", subject=job, summary=f"开始后台任务“{title}”", org_id=org.pk)
    return job


@action
def cancel_job(*, job: Job, by: User, now: datetime) -> Job:
    """Take a waiting job out of the queue, or ask a running one to stop at its next step.

    Raises ValidationError when it is over already.
    """
    jobs = Job.objects.filter(pk=job.pk)
    over = {"state": JobState.CANCELLED, "finished_at": now, "message": "已取消，没有开始。", "cancel_asked": True}
    if not jobs.filter(state=JobState.QUEUED).update(**over):  # noqa: SIM102  a running one is asked, not stopped
        if not jobs.filter(state=JobState.RUNNING).update(cancel_asked=True):
            raise ValidationError("这项任务已经结束，不用取消了。")
    job.refresh_from_db()
    record_event(by=by, action="job.cancel", subject=job, summary=f"取消后台任务“{job.title}”", org_id=job.org_id)
    return job


@action
def retry_job(*, job: Job, by: User, now: datetime) -> Job:
    """Order once more what failed or was cancelled, just as it was ordered; a double click is one job.

    Raises ValidationError for anything else, and as ``start_job`` does.
    """
    if not may_be_retried(job):
        raise ValidationError("这项任务不能在这里重新做，请回到原来的页面重新发起。")
    return start_job(
        kind=job.kind, org=job.org, title=job.title, params=job.params, by=by, now=now,
        unique_key=job.unique_key or f"retry-{job.pk}",
    )  # fmt: skip


def may_be_retried(job: Job) -> bool:
    kind = kind_of(job.kind)
    return kind is not None and kind.repeatable and job.state in (JobState.FAILED, JobState.CANCELLED)
