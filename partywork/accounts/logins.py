"""Logging in, with the second factor where there is one, and changing one's own password."""

from collections.abc import Mapping
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash, views
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from partywork.access.permissions import Permission
from partywork.accounts.actions import change_password
from partywork.accounts.forms import CodeForm, OwnPasswordForm, RecoveryCodeForm
from partywork.accounts.gate import Gate
from partywork.accounts.guard import fail, locked_page
from partywork.accounts.models import User
from partywork.accounts.password_rules import days_left
from partywork.accounts.second_factor import Verdict, authenticator_of, check_code, is_required, use_recovery_code
from partywork.pages.http import PageRequest

BACKEND = "django.contrib.auth.backends.ModelBackend"
MUST_ENROL = "must_enrol"  # in the session: ``middleware`` leads to the page where the app is bound
WAITING = "waiting_for_code"  # in a session that nobody is signed in to yet
PATIENCE = 10 * 60  # seconds from the password to the code


class Login(views.LoginView):
    request: PageRequest
    redirect_authenticated_user = False

    def form_valid(self, form: Any) -> HttpResponse:
        """The password is right. With a second factor nobody is signed in before the code is right too."""
        user, target = form.get_user(), self.get_redirect_url()
        if not authenticator_of(user):
            return sign_in(self.request, user, target, has_second=False)
        self.request.session[WAITING] = {
            "user": user.pk,
            "mark": user.get_session_auth_hash(),
            "at": int(timezone.now().timestamp()),
            "next": target,
        }
        return redirect("login_code")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, ended="ended" in self.request.GET)


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class LoginCode(FormView):
    """The code of the app; with ?recovery=1 a recovery code instead."""

    template_name = "registration/login_code.html"
    request: PageRequest
    waiting: Mapping[str, Any]
    user: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        held: dict[str, Any] = request.session.get(WAITING, {})
        user = _waiting_user(held) if held else None
        if user is None:
            return redirect("login")
        self.waiting, self.user = held, user
        return super().dispatch(request, *args, **kwargs)

    @property
    def by_recovery(self) -> bool:
        return "recovery" in self.request.GET

    def get_form_class(self) -> Any:
        return RecoveryCodeForm if self.by_recovery else CodeForm

    def form_valid(self, form: Any) -> HttpResponse:
        if not AxesProxyHandler.is_allowed(self.request, {"username": self.user.username}):
            return locked_page(self.request)
        verdict = self._check(form.cleaned_data["code"])
        if verdict.was_wrong:
            fail(self.request, self.user.username, "登录时口令不对")
        if verdict.told:
            form.add_error("code", verdict.told)
            return self.form_invalid(form)  # the page of the lock takes its place where this was one too many
        del self.request.session[WAITING]
        return sign_in(self.request, self.user, self.waiting["next"], has_second=True)

    def _check(self, code: str) -> Verdict:
        if not self.by_recovery:
            return check_code(user=self.user, code=code, at=timezone.now())
        left = use_recovery_code(user=self.user, code=code, by=self.user)
        if left is None:
            return Verdict("恢复码不对，或者已经用过。每个恢复码只能用一次。", was_wrong=True)
        messages.warning(self.request, f"这次用掉了一个恢复码，还剩{left}个。手机丢了，请在“我的账号”里重新绑定。")
        return Verdict()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, by_recovery=self.by_recovery)


def _waiting_user(held: Mapping[str, Any]) -> User | None:
    """Who gave the right password a moment ago; nobody when it has been changed since."""
    if timezone.now().timestamp() - held["at"] > PATIENCE:
        return None
    user = User.objects.filter(pk=held["user"], is_active=True, authenticator__isnull=False).first()
    return user if user and constant_time_compare(held["mark"], user.get_session_auth_hash()) else None


def sign_in(request: PageRequest, user: User, target: str, *, has_second: bool) -> HttpResponse:
    """Everything asked for was right: the session begins, and leads to where the user wanted to go."""
    login(request, user, backend=BACKEND)
    gate = Gate(user, request.today)
    if not has_second and is_required(gate):
        request.session[MUST_ENROL] = True
    left = days_left(user, request.today)
    if left is not None and left > 0:
        messages.warning(request, f"密码还有{left}天到期，请尽早修改：点右上角自己的名字，再点“修改密码”。")
    return HttpResponseRedirect(target or first_page(gate))


def first_page(gate: Gate) -> str:
    """Home; who only keeps accounts or reads the log begins there, since the home page shows business data."""
    if gate.allows(Permission.VIEW_RECORDS):
        return reverse("home")
    if gate.allows(Permission.VIEW_ACCOUNTS):
        return reverse("accounts:list")
    return reverse("audit:list" if gate.allows(Permission.READ_AUDIT) else "home")


def wrong_password(request: PageRequest, what: str) -> HttpResponse | None:
    """Somebody signed in does not know the password: counted like a failed login.

    From the limit on the user is signed out, and this is the page that says so.
    """
    AxesProxyHandler.update_request(request)
    fail(request, request.user.username, what)
    if not request.axes_locked_out:  # type: ignore[attr-defined]
        return None
    logout(request)
    return locked_page(request)


class PasswordChange(views.PasswordChangeView):
    form_class = OwnPasswordForm
    request: PageRequest

    def form_valid(self, form: Any) -> HttpResponse:
        """The user stays logged in here; sessions elsewhere end."""
        change_password(
            user=form.user,
            password=form.cleaned_data["new_password1"],
            on=self.request.today,
            by=self.request.user,
            keep=self.request.session.session_key,
        )
        update_session_auth_hash(self.request, form.user)
        return HttpResponseRedirect(self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        wrong = form.has_error("old_password", "password_incorrect")
        locked = wrong_password(self.request, "修改密码时旧密码不对") if wrong else None
        return locked or super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, left = self.request.user, days_left(self.request.user, self.request.today)
        why = "这是初始密码，请先换成只有自己知道的密码。" if user.must_change_password else ""
        if not why and left is not None:
            why = f"密码还有{left}天到期。" if left > 0 else "密码已经到期，请先换一个，再继续使用。"
        must = user.must_change_password or (left is not None and left <= 0)  # every other page leads back to this one
        return super().get_context_data(**kwargs, why=why, must=must)
