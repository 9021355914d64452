"""同时计为: one gathering, logged once, that counts as several things.

The gathering is a record of its own (a meeting); what else it counts as are records beside it, in the ledgers they
belong to, logged and changed along with it. Each kind counts it once. Slices name what a gathering may count as; the
catalogue hands that over, so that no slice knows another.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from partywork.accounts.models import User
from partywork.audit.recorder import action
from partywork.entries.actions import cancel_entry, edit_record, existing
from partywork.entries.enums import Status
from partywork.entries.models import Cancellable, Counted, Entry

FOLLOWED = ("date", "until", "place")  # of the gathering: what is beside it is at the same time and place


@dataclass(frozen=True)
class Gathering:
    """What is logged once and is the same for everything it counts as."""

    record: Entry
    title: str
    people: int  # who came
    members: int  # party members of the unit among them


class AlsoCounted:
    """One thing a gathering may also be counted as: what is asked for, and the records that follow from it."""

    code: ClassVar[str]  # of its fields in the form
    label: ClassVar[str]
    model: ClassVar[type[Counted]]
    form_class: ClassVar[type["AlsoForm"]]

    def taken_over(self, gathering: Gathering) -> dict[str, Any]:
        """Fields of a record beside the gathering that say what the gathering says, until somebody changes them."""
        raise NotImplementedError

    def log(
        self, gathering: Gathering, given: Mapping[str, Any], *, by: User, today: date, confirmed: bool
    ) -> list[Counted]:
        """Save what was asked for through the slice's own action."""
        raise NotImplementedError

    def beside(self, gathering: Gathering, what: str) -> dict[str, Any]:
        """Fields of a record beside the gathering. The same gathering and thing give the same key: nothing doubles."""
        record = gathering.record
        key = uuid.uuid5(uuid.NAMESPACE_OID, f"{record._meta.label}:{record.org_id}:{record.key}:{what}").hex
        return {"org": record.org, "key": key, "gathering": record.key, **{n: getattr(record, n) for n in FOLLOWED}}


class AlsoForm(forms.Form):
    """What is asked for. ``label`` heads it; nothing is asked while it is not wanted."""

    label: ClassVar[str]

    def is_wanted(self) -> bool:
        """Whether the user ticked it; called on a valid form."""
        raise NotImplementedError

    @property
    def is_open(self) -> bool:
        """Whether there is something to see: what was typed, or a fault."""
        return self.is_bound and self.has_changed()


_offers: dict[str, AlsoCounted] = {}
_hosts: list[type[Entry]] = []


def register(offers: Iterable[AlsoCounted], hosts: Iterable[type[Entry]]) -> None:
    """Called once by the catalogue: what a gathering may count as, and the records that are one."""
    _offers.update({offer.code: offer for offer in offers})
    _hosts.extend(host for host in hosts if host not in _hosts)


def forms_for(data: Any = None) -> dict[str, AlsoForm]:
    """The forms of everything a gathering may also be counted as."""
    return {code: offer.form_class(data, prefix=f"also-{code}") for code, offer in _offers.items()}


def wanted(forms_given: Iterable[forms.Form]) -> dict[str, Mapping[str, Any]]:
    """What was ticked in valid forms, by the code of the offer."""
    by_class = {offer.form_class: code for code, offer in _offers.items()}
    return {
        by_class[type(form)]: form.cleaned_data
        for form in forms_given
        if isinstance(form, AlsoForm) and form.is_wanted()
    }


@action
def log_together(
    *,
    log: Callable[[], Entry],
    gathering: Callable[[Any], Gathering],
    also: Mapping[str, Mapping[str, Any]],
    by: User,
    today: date,
    confirmed: bool = False,
) -> Entry:
    """Log a gathering and whatever else it counts as: all of it or nothing. Raises what its parts raise."""
    record = log()
    for code, given in also.items():
        offer = _offers[code]
        with _named(offer):
            offer.log(gathering(record), given, by=by, today=today, confirmed=confirmed)
    return record


@contextmanager
def _named(offer: AlsoCounted) -> Iterator[None]:
    """What is refused of a record beside the gathering says which one it is about."""
    try:
        yield
    except ValidationError as error:
        if hasattr(error, "doubts"):
            raise
        raise ValidationError([f"同时计为{offer.label}：{text}" for text in error.messages]) from error


@action
def edit_together(
    *, edit: Callable[[], Entry], before: Gathering, gathering: Callable[[Any], Gathering], by: User
) -> Entry:
    """Change a gathering; what is beside it moves to the same day and place, and says how many came as it does.

    A number or title that somebody has changed beside it since stays. Raises what the edit raises, and
    ValidationError where a record beside the gathering contradicts what it now says.
    """
    record = edit()
    after = gathering(record)
    offers = {offer.model: offer for offer in _offers.values()}
    for other in counted_with(record):
        offer = offers[type(other)]
        was, now = offer.taken_over(before), offer.taken_over(after)
        follows = {name: getattr(record, name) for name in FOLLOWED}
        follows |= {name: value for name, value in now.items() if getattr(other, name) == was[name]}
        changed = [name for name, value in follows.items() if getattr(other, name) != value]
        if changed:
            for name in changed:
                setattr(other, name, follows[name])
            with _named(offer):
                edit_record(record=other, version=other.version, by=by)
    return record


@action
def cancel_together(*, entry: Cancellable, version: int, reason: str, by: User) -> Cancellable:
    """Cancel a record; a gathering that did not take place counts as nothing else either."""
    cancelled = cancel_entry(entry=entry, version=version, reason=reason, by=by)
    for other in counted_with(entry):
        cancel_entry(entry=other, version=other.version, reason=reason, by=by)
    return cancelled


def counted_with(record: Any) -> list[Counted]:
    """What a gathering also counts as, without what was cancelled. No query for a record that is no gathering."""
    if type(record) not in _hosts:
        return []
    models = dict.fromkeys(offer.model for offer in _offers.values())
    return [
        other
        for model in models
        for other in model._default_manager.filter(org=record.org_id, gathering=record.key)
        .exclude(status=Status.CANCELLED)
        .select_related("org")
        .order_by("pk")
    ]


def gathering_of(record: Any) -> Entry | None:
    """The gathering a record was logged with; None for one that stands alone."""
    key = getattr(record, "gathering", "")
    found: Sequence[Entry | None] = [existing(host, record.org, key) for host in _hosts] if key else []
    return next((each for each in found if each is not None), None)
