"""Forms of voluntary payments, of what is handed up, and of what members are told."""

from typing import ClassVar

from partywork.dues.exception_forms import OfMember
from partywork.dues.fund_models import DuesPublication, Remittance, VoluntaryPayment
from partywork.dues.month_field import MonthField
from partywork.pages.fields import YuanField
from partywork.pages.forms import RecordForm, day_inputs


class VoluntaryForm(OfMember):
    amount_fen = YuanField(label="金额（元）", help_text="自愿多交的全部金额，不含当月应缴的党费")

    groups = [
        ("谁交来的", ["org", "member", "date", "amount_fen"]),
        ("转交上级", ["forwarded_on", "receipt"]),
    ]
    folded = ["remark"]

    class Meta:
        model = VoluntaryPayment
        formfield_callback = day_inputs
        fields = ["org", "member", "date", "amount_fen", "forwarded_on", "receipt", "remark"]
        labels: ClassVar[dict[str, str]] = {"date": "交来日期"}
        help_texts: ClassVar[dict[str, str]] = {
            "forwarded_on": "大额党费全额逐级转交中央；转交后再填",
            "receipt": "转交时开具的收据",
        }

    def _get_validation_exclusions(self) -> set[str]:
        """What the constraints say, the action says beside the field."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded | {"amount_fen", "forwarded_on"}


class RemittanceForm(RecordForm):
    first_month = MonthField(label="自何月起", help_text="上缴的是哪几个月收到的党费")
    last_month = MonthField(label="到何月止")
    amount_fen = YuanField(label="上缴金额（元）", help_text="按收据填；与按比例算出的不同时，在备注里写明原因")

    groups = [
        ("上缴哪几个月收到的党费", ["org", "first_month", "last_month"]),
        ("上缴了多少", ["date", "amount_fen", "receipt", "remark"]),
    ]

    class Meta:
        model = Remittance
        formfield_callback = day_inputs
        fields = ["org", "first_month", "last_month", "date", "amount_fen", "receipt", "remark"]
        labels: ClassVar[dict[str, str]] = {"date": "上缴日期"}

    def _get_validation_exclusions(self) -> set[str]:
        """What the constraints say, the action says beside the field."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded | {"amount_fen", "last_month"}


class PublicationForm(RecordForm):
    groups = [("公布", ["org", "year", "date", "way", "place"])]
    folded = ["remark"]

    class Meta:
        model = DuesPublication
        formfield_callback = day_inputs
        fields = ["org", "year", "date", "way", "place", "remark"]
        labels: ClassVar[dict[str, str]] = {"date": "公布日期"}
        help_texts: ClassVar[dict[str, str]] = {"year": "公布的是哪一年的收缴情况", "remark": "公布了哪些内容"}
