"""The states of a piece of background work."""

from django.db.models import TextChoices


class JobState(TextChoices):
    QUEUED = "queued", "排队中"
    RUNNING = "running", "正在进行"
    DONE = "done", "已完成"
    FAILED = "failed", "没有做成"
    CANCELLED = "cancelled", "已取消"


ACTIVE = (JobState.QUEUED, JobState.RUNNING)
LIGHTS: dict[JobState, str] = {
    JobState.QUEUED: "muted",
    JobState.RUNNING: "muted",
    JobState.DONE: "ok",
    JobState.FAILED: "bad",
    JobState.CANCELLED: "muted",
}
