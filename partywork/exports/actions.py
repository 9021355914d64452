"""What leaves the system in a form is on record."""

from partywork.accounts.models import User
from partywork.audit.recorder import action, record_event
from partywork.exports.asked import Asked
from partywork.exports.kinds import FormKind
from partywork.exports.making import Made
from partywork.pages.downloads import PERSONAL


@action
def note_export(*, kind: FormKind, asked: Asked, made: Made, by: User) -> None:
    """Who took which form of which unit, and whether with identity numbers or income in it."""
    asked_for = ((kind.personal, asked.personal), (kind.base, asked.with_base))
    extras = [label for label, is_asked in asked_for if is_asked]
    if not extras and kind.carries_personal(asked):
        extras = [PERSONAL]
    told = f"（{'、'.join(extras)}）" if extras else ""
    many = f"，{made.copies}份" if made.copies > 1 else ""
    record_event(
        by=by,
        action="form.export",
        subject=asked.record or asked.org,
        summary=f"导出{asked.org.short_name}的{kind.title}{told}{many}",
        org_id=asked.org.pk,
    )
