"""Logging in and changing one's own password."""

from typing import Any

from django.contrib.auth import update_session_auth_hash, views
from django.http import HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse

from partywork.access.permissions import Permission
from partywork.accounts.actions import change_password
from partywork.accounts.forms import OwnPasswordForm
from partywork.accounts.gate import Gate
from partywork.pages.http import PageRequest


class Login(views.LoginView):
    request: PageRequest

    def get_default_redirect_url(self) -> str:
        """Home; who only keeps accounts begins with those, since the home page shows business data."""
        gate = Gate(self.request.user, self.request.today)
        if gate.allows(Permission.VIEW_ACCOUNTS) and not gate.allows(Permission.VIEW_RECORDS):
            return reverse("accounts:list")
        return super().get_default_redirect_url()


class PasswordChange(views.PasswordChangeView):
    form_class = OwnPasswordForm

    def form_valid(self, form: Any) -> HttpResponse:
        """The user stays logged in here; sessions elsewhere end."""
        change_password(user=form.user, password=form.cleaned_data["new_password1"], by=self.request.user)
        update_session_auth_hash(self.request, form.user)
        return HttpResponseRedirect(self.get_success_url())
