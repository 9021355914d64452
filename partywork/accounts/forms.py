"""Forms of accounts and appointments."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import QuerySet

from partywork.access.permissions import LONGEST, Role
from partywork.accounts.gate import Gate
from partywork.accounts.models import Appointment
from partywork.accounts.policy import grantable_roles, lasting, may_grant
from partywork.orgs.dated import FOREVER
from partywork.orgs.forms import DayField
from partywork.orgs.models import Organisation
from partywork.pages.forms import GroupedForm

LIMITED = "不填就一直有效；" + "、".join(f"{role.label}必填，最多{days}天" for role, days in LONGEST.items())
PLAIN_NAME = RegexValidator(r"\A[A-Za-z0-9._-]{3,40}\Z", "登录名用3到40个字母、数字或 . _ -，不含空格和汉字。")


class AppointmentForm(GroupedForm):
    """A role at one of the organisations whose accounts the user keeps."""

    org = forms.ModelChoiceField(Organisation.objects.none(), label="党组织", empty_label="请选择")
    role = forms.ChoiceField(label="角色")
    since = DayField(label="从哪天起")
    last_day = DayField(label="最后一天", required=False, help_text=LIMITED)

    def __init__(self, *args: Any, gate: Gate, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gate = gate
        self.fields["org"].queryset = organisations  # type: ignore[attr-defined]
        roles = [(role.value, role.label) for role in grantable_roles(gate)]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        org, role = cleaned.get("org"), cleaned.get("role")
        if org and role and not may_grant(self.gate, Role(role), org):
            self.add_error("role", f"您不能任命“{org}”的{Role(role).label}，请联系上级管理员。")
        since, last = cleaned.get("since"), cleaned.get("last_day")
        if since and last and last < since:
            self.add_error("last_day", "最后一天不能早于开始的一天。")
        return cleaned

    @property
    def until(self) -> date:
        """The first day on which the appointment holds no longer."""
        last: date | None = self.cleaned_data.get("last_day")
        return last + timedelta(days=1) if last else FOREVER


class NameForm(GroupedForm):
    """Somebody who is to log in; what that person may do is given elsewhere."""

    full_name = forms.CharField(label="姓名", max_length=40)
    username = forms.CharField(
        label="登录名", max_length=40, validators=[PLAIN_NAME], help_text="用字母和数字，如姓名的拼音；定了就不再改"
    )


class AccountForm(NameForm, AppointmentForm):
    groups = [("谁", ["full_name", "username"]), ("做什么", ["org", "role", "since", "last_day"])]


class EndAppointmentForm(GroupedForm):
    appointment = forms.ModelChoiceField(Appointment.objects.none(), label="结束哪个任职", empty_label="请选择")
    on = DayField(label="从哪天起不再担任")

    def __init__(self, *args: Any, gate: Gate, user: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gate = gate
        held = lasting(user, gate.on).filter(org__in=organisations).select_related("org", "user")
        self.fields["appointment"].queryset = held  # type: ignore[attr-defined]

    def clean_appointment(self) -> Appointment:
        appointment: Appointment = self.cleaned_data["appointment"]
        role = Role(appointment.role)
        if not may_grant(self.gate, role, appointment.org):
            raise ValidationError(f"您不能免去“{appointment.org}”的{role.label}，请联系上级管理员。")
        return appointment


class OwnPasswordForm(PasswordChangeForm):
    """One's own new password; which ones are taken is said by ``password_rules``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = "".join(password_validators_help_texts())
        self.fields["new_password2"].help_text = ""


class CodeForm(GroupedForm):
    """Six digits of the app, which shows them in two groups of three."""

    code = forms.CharField(
        label="手机上显示的6位数字",
        max_length=12,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        return "".join(self.cleaned_data["code"].split())


class RecoveryCodeForm(GroupedForm):
    code = forms.CharField(
        label="恢复码",
        max_length=40,
        help_text="开启双因素登录时抄下的，形如 abcd-efgh-jkmn，每个只能用一次",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "off", "autofocus": True, "spellcheck": "false"}
        ),
    )


class EnrolForm(CodeForm):
    """``sealed`` is the secret that the page showed, as only we can read it."""

    sealed = forms.CharField(widget=forms.HiddenInput)

    groups = [("", ["code"])]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.pop("autofocus")  # the picture comes first


class PresentPasswordForm(GroupedForm):
    """Who changes how one signs in shows first that it is oneself."""

    password = forms.CharField(
        label="当前密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise ValidationError("当前密码不对。", code="password_incorrect")
        return password
