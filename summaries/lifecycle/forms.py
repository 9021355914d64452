"""What is typed on the way: a remark; which versions to compare."""

from typing import Any

from django import forms

from partywork.pages.forms import GroupedForm
from summaries.lifecycle.steps import Step


class StepForm(GroupedForm):
    remark = forms.CharField(
        label="意见", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 4}), help_text="选填"
    )

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if step.says_why:
            field = self.fields["remark"]
            field.label, field.required, field.help_text = "原因", True, "写明要改什么，办理的人会看到"
            field.error_messages["required"] = "请写明原因，让办理的人知道要做什么。"
