"""The forms of visits and talks."""

from typing import Any

from partywork.pages.fields import YuanField
from partywork.pages.forms import KEEP_OUT, RecordForm, day_inputs
from partywork.visits.models import Talk, Visit

_COUNTS = ("households", "enterprises", "people_reached")


class VisitForm(RecordForm):
    amount_fen = YuanField(label="金额（元）", required=False, help_text="慰问金或慰问品的总金额，没有的不填")

    groups = [
        ("什么时候，走访谁", ["org", "date", "kind", "object_kind", "object_name", "place"]),
        ("谁去的", ["visitors", "visitor_rank", "visitor_count"]),
        ("走访了多少", ["households", "enterprises", "people_reached"]),
        ("慰问", ["occasion", "gift_kind", "amount_fen", "fund_source"]),
        ("听到了什么", ["situation", "needs", "answer"]),
    ]
    folded = ["title", "until", "tag", "highlight", "remark"]

    class Meta:
        model = Visit
        formfield_callback = day_inputs
        fields = [
            "org", "date", "kind", "object_kind", "object_name", "place", "visitors", "visitor_rank", "visitor_count",
            "households", "enterprises", "people_reached", "occasion", "gift_kind", "amount_fen", "fund_source",
            "situation", "needs", "answer", "title", "until", "tag", "highlight", "remark",
        ]  # fmt: skip
        help_texts = {
            "kind": "送了慰问金或慰问品的选“慰问”",
            "object_name": "个人或单位的名称；只在台账里看得到，不写进总结",
            "visitors": "几个人用顿号隔开",
            "visitor_rank": "几个人一起去的，选职务最高的",
            "visitor_count": "去了几个人",
            "households": "走访居民、群众家庭的填，没有的不填",
            "enterprises": "走访企业的填，没有的不填",
            "people_reached": "见到或慰问了多少人",
            "situation": KEEP_OUT,
            "needs": "一行一件，有几行就计几件",
            "answer": "当场怎样答复，之后怎样办理",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in _COUNTS:
            self.fields[name].required = False
        for name in (*_COUNTS, "amount_fen"):
            self.initial[name] = self.initial.get(name) or None  # an empty box rather than a 0 to delete
        if not self.instance.pk:
            self.initial["visitor_count"] = self.fields["visitor_count"].initial = None  # typed, never offered as 1

    def _counted(self, name: str) -> int:
        return self.cleaned_data[name] or 0

    def clean_households(self) -> int:
        return self._counted("households")

    def clean_enterprises(self) -> int:
        return self._counted("enterprises")

    def clean_people_reached(self) -> int:
        return self._counted("people_reached")

    def clean_amount_fen(self) -> int:
        return self._counted("amount_fen")

    def _get_validation_exclusions(self) -> set[str]:
        """What the constraint of gifts says, the action says better, beside the field."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded | {"gift_kind", "until"}


class TalkForm(RecordForm):
    groups = [
        ("什么谈话", ["org", "date", "kind", "pair"]),
        ("谁和谁谈", ["talker", "people"]),
    ]
    folded = ["place", "until", "tag", "highlight"]

    class Meta:
        model = Talk
        formfield_callback = day_inputs
        fields = ["org", "date", "kind", "pair", "talker", "people", "place", "until", "tag", "highlight"]
        help_texts = {
            "pair": "谈心谈话必选",
            "people": "这一次和几个人谈；分开谈的分开登记",
        }

    def _get_validation_exclusions(self) -> set[str]:
        """That a talk is with somebody, the action says beside the field."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded | {"people", "until"}
