"""The last records of a scope, whatever their kind."""

from typing import Any

from django.urls import reverse

from partywork.access.scope import Scope, restrict
from partywork.entries.models import Counted, Entry
from partywork.meetings.models import Meeting
from partywork.visits.models import Visit
from partywork.worklog.models import WorkLog

SHOWN = 8
KINDS: tuple[tuple[type[Entry], str], ...] = (
    (Meeting, "meetings"),
    (Visit, "visits"),
    (WorkLog, "worklog"),
)


def recent_entries(scope: Scope) -> list[dict[str, Any]]:
    """Newest entries first; one query a kind."""
    found: list[tuple[Any, dict[str, Any]]] = []
    for model, namespace in KINDS:
        rows = restrict(model._default_manager.all(), scope).select_related("org", "created_by")
        if issubclass(model, Counted):
            rows = rows.filter(gathering="")  # the gathering itself stands for what it also counts as
        for entry in rows.order_by("-created_at")[:SHOWN]:
            item = {
                "when": f"{entry.date:%Y-%m-%d}",
                "what": str(entry).removeprefix(f"{entry.date:%Y-%m-%d} "),
                "url": reverse(f"{namespace}:detail", args=[entry.pk]),
                "who": f"{entry.org.short_name} · {entry.created_by.full_name}",
            }
            found.append((entry.created_at, item))
    found.sort(key=lambda pair: pair[0], reverse=True)
    return [item for _, item in found[:SHOWN]]
