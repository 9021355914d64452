"""Forms of indicators and their values."""

from typing import Any

from django.db.models import QuerySet

from partywork.pages.fields import MilliField
from partywork.pages.forms import RecordForm, day_inputs
from partywork.plans.forms import TargetForm
from partywork.plans.models import Indicator, IndicatorValue


class IndicatorForm(TargetForm):
    groups = [
        ("什么指标", ["org", "name", "unit", "reading", "theme", "definition", "since"]),
        ("目标（选填）", ["comparator", "target_milli"]),
        ("自动取数（选填）", ["figure"]),
    ]
    folded = ["remark"]

    class Meta:
        model = Indicator
        formfield_callback = day_inputs
        fields = [
            "org", "name", "unit", "reading", "theme", "definition", "since", "comparator", "target_milli", "remark",
        ]  # fmt: skip
        help_texts = {
            "unit": "如：万元、户、%",
            "since": "从哪天起填这个指标",
            "name": "在本组织和上下级之间不能重名，写总结时按名称取数",
        }
        error_messages = {"name": {"required": "请填指标名称。"}, "since": {"required": "请填启用日期。"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["figure"].help_text = "系统里已有的数，填它的名称，如“志愿服务次数”，就不用再填报；没有的空着"
        self.fields["target_milli"].help_text = "每半年要达到的数，单位与指标相同"


class ValueForm(RecordForm):
    value_milli = MilliField(label="数值", error_messages={"required": "请填数值；没有发生的填 0。"})
    denominator_milli = MilliField(label="分母", required=False, help_text="要算占比的填，如应参加总人数")

    groups = [
        ("哪个指标", ["org", "indicator", "date"]),
        ("数是多少", ["value_milli", "denominator_milli"]),
        ("数从哪来", ["declared", "source_document"]),
    ]
    folded = ["tag", "highlight", "remark"]

    class Meta:
        model = IndicatorValue
        formfield_callback = day_inputs
        fields = [
            "org", "indicator", "date", "value_milli", "denominator_milli", "declared", "source_document", "tag",
            "highlight", "remark",
        ]  # fmt: skip
        help_texts = {"date": "数属于哪一天或截至哪一天"}
        error_messages = {"indicator": {"required": "请选择指标。"}}

    def __init__(self, *args: Any, indicators: QuerySet[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["indicator"]
        choice.queryset = indicators
        choice.empty_label = "请选择"
        choice.label_from_instance = lambda each: f"{each.name}（{each.unit}）" if each.unit else each.name

    def _get_validation_exclusions(self) -> set[str]:
        """What the constraints say, the action says beside the field."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded | {"source_document", "denominator_milli"}
