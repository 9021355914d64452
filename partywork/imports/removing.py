"""Records that know no cancelled state: what an import added of them goes again, and its content stays on record.

An organisation, a dues standard, a month's dues, an indicator or a unit's first day either holds or was never there;
a cancelled one would go on counting. So it is removed, but only while nothing at all was built upon it, and the audit
event says what it said.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, ProtectedError
from django.forms import model_to_dict

from partywork.accounts.models import User
from partywork.audit.changes import SECRET_CHANGED, plain
from partywork.audit.recorder import action, record_event
from partywork.declared.models import UnitStart
from partywork.dues.models import DuesMonth, DuesStandard
from partywork.entries.actions import code_of, describe, secret_fields
from partywork.orgs.models import Organisation, PartyGroup, Placement, Profile
from partywork.plans.models import Indicator

# In the order of removal: a month stands on its standard, and everything on its organisation.
REMOVED: tuple[type[Model], ...] = (DuesMonth, DuesStandard, Indicator, UnitStart, Organisation)
# Written with the record itself, and removed with it.
PARTS: dict[type[Model], tuple[type[Model], ...]] = {Organisation: (PartyGroup, Placement, Profile)}


@action
def remove_record(*, record: Any, reason: str, by: User) -> None:
    """Remove a record that nothing was built upon. Raises ValidationError when something stands on it."""
    said = {
        name: SECRET_CHANGED if name in secret_fields(record) else (plain(value), None)
        for name, value in model_to_dict(record).items()
    }
    org_id = record.pk if isinstance(record, Organisation) else record.org_id
    record_event(
        by=by, action=code_of(record, "remove"), subject=record, summary=f"{reason}：{describe(record)}", changes=said,
        org_id=org_id,
    )  # fmt: skip
    try:
        with transaction.atomic():
            for part in PARTS.get(type(record), ()):
                part._default_manager.filter(org=record).delete()
            record.delete()
    except ProtectedError:
        raise ValidationError(f"{describe(record)}还有别的记录要用，不能去掉。") from None
