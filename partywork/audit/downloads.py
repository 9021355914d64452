"""Every file with data that somebody takes out of the system is an event of the chain."""

from partywork.audit.recorder import Actor, action, record_event
from partywork.pages import downloads
from partywork.pages.downloads import Taken
from partywork.pages.http import PageRequest


def install() -> None:
    """Called once when the application is ready."""
    downloads.register(_note)


def _note(request: PageRequest, taken: Taken) -> None:
    home = request.gate.home
    org_id = taken.org.pk if taken.org is not None else home.pk if home is not None else None
    note_taken(taken=taken, org_id=org_id, by=request.user)


@action
def note_taken(*, taken: Taken, org_id: int | None, by: Actor) -> None:
    """Who took which list or file, how many records it has, and whether with anything sensitive in it."""
    extra = f"（{taken.extra}）" if taken.extra else ""
    many = "" if taken.rows is None else f"，{taken.rows}条"
    summary = f"导出{taken.title}{extra}{many}"
    record_event(by=by, action="file.export", subject=taken.org, summary=summary, org_id=org_id)
