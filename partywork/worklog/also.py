"""A gathering that is a piece of work too: volunteering, training, joint work with another unit …"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from partywork.accounts.models import User
from partywork.entries.models import Counted
from partywork.entries.together import AlsoCounted, AlsoForm, Gathering
from partywork.worklog.actions import Lines, log_work
from partywork.worklog.enums import WorkKind
from partywork.worklog.models import WorkLog

# What people do together; the rest of the list is done at a desk.
KINDS = (
    WorkKind.VOLUNTEERING, WorkKind.TRAINING, WorkKind.INTEGRITY, WorkKind.ASSISTANCE, WorkKind.PARTNERSHIP,
    WorkKind.GRID,
)  # fmt: skip


class AlsoWorkForm(AlsoForm):
    label = "工作记录"

    kinds = forms.MultipleChoiceField(
        label="工作类型",
        choices=[(kind.value, kind.label) for kind in KINDS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    served = forms.IntegerField(label="服务人次", min_value=0, required=False, help_text="服务、受益了多少人次")

    def is_wanted(self) -> bool:
        return bool(self.cleaned_data.get("kinds"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("served") and not cleaned.get("kinds"):
            self.add_error("kinds", "填了服务人次，请勾选算哪一类工作。")
        return cleaned


class AlsoWork(AlsoCounted):
    """Who came is taken from the gathering; hours stay with it, so that nobody is credited twice."""

    code = "work"
    label = "工作记录"
    model = WorkLog
    form_class = AlsoWorkForm

    def taken_over(self, gathering: Gathering) -> dict[str, Any]:
        return {
            "title": gathering.title,
            "people": gathering.people,
            "members_taking_part": gathering.members,
        }

    def log(
        self, gathering: Gathering, given: Mapping[str, Any], *, by: User, today: date, confirmed: bool
    ) -> list[Counted]:
        served = given.get("served") or 0
        logged: list[Counted] = []
        for kind in given["kinds"]:
            work = WorkLog(
                **self.beside(gathering, kind), **self.taken_over(gathering), kind=kind,
                served=0 if logged else served,
            )  # fmt: skip
            logged.append(log_work(work=work, lines=Lines(), by=by, today=today, confirmed=confirmed))
        return logged


ALSO = AlsoWork()
