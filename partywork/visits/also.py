"""A gathering that was a visit too: the members called on residents, enterprises or a contact point together."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from partywork.accounts.models import User
from partywork.entries.models import Counted
from partywork.entries.together import AlsoCounted, AlsoForm, Gathering
from partywork.visits.actions import log_visit
from partywork.visits.enums import ObjectKind, VisitKind
from partywork.visits.models import Visit

_COUNTS = ("households", "enterprises", "people_reached")


class AlsoVisitForm(AlsoForm):
    label = "走访"

    object_kind = forms.ChoiceField(label="走访谁", choices=[("", "不算走访"), *ObjectKind.choices], required=False)
    object_name = forms.CharField(
        label="走访对象",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"data-private": "yes"}),
        help_text="只在台账里看得到，不写进总结",
    )
    households = forms.IntegerField(label="户数", min_value=0, required=False)
    enterprises = forms.IntegerField(label="企业数", min_value=0, required=False)
    people_reached = forms.IntegerField(label="走访人数", min_value=0, required=False)

    def is_wanted(self) -> bool:
        return bool(self.cleaned_data.get("object_kind"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("object_kind") and any(cleaned.get(name) for name in ("object_name", *_COUNTS)):
            self.add_error("object_kind", "填了走访的内容，请选走访了谁。")
        if cleaned.get("object_kind") and not cleaned.get("object_name"):
            self.add_error("object_name", "请填写走访了谁或哪个单位，例如：李某一户、某某公司。")
        if cleaned.get("object_kind") == ObjectKind.ENTERPRISE and not cleaned.get("enterprises"):
            self.add_error("enterprises", "走访企业请填写走访了几家。")
        return cleaned


class AlsoVisit(AlsoCounted):
    """Plain visits only: what a condolence needs (money, where it comes from) is asked on its own page."""

    code = "visit"
    label = "走访"
    model = Visit
    form_class = AlsoVisitForm

    def taken_over(self, gathering: Gathering) -> dict[str, Any]:
        return {"visitor_count": max(gathering.people, 1)}

    def log(
        self, gathering: Gathering, given: Mapping[str, Any], *, by: User, today: date, confirmed: bool
    ) -> list[Counted]:
        counts = {name: given.get(name) or 0 for name in _COUNTS}
        visit = Visit(
            **self.beside(gathering, "visit"), **self.taken_over(gathering), kind=VisitKind.VISIT,
            object_kind=given["object_kind"], object_name=given["object_name"], **counts,
        )  # fmt: skip
        return [log_visit(visit=visit, by=by, today=today, confirmed=confirmed)]


ALSO = AlsoVisit()
