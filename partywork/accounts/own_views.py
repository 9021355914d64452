"""Pages of one's own account: where one is signed in, and the second factor. Open to everyone signed in."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.safestring import mark_safe
from django.views import View

from partywork.accounts.actions import end_sessions
from partywork.accounts.forms import EnrolForm, PresentPasswordForm
from partywork.accounts.gate import Gate
from partywork.accounts.logins import MUST_ENROL, wrong_password
from partywork.accounts.models import RecoveryCode
from partywork.accounts.password_rules import expires_on
from partywork.accounts.second_factor import (
    add_authenticator,
    authenticator_of,
    is_required,
    new_secret,
    picture_of,
    remove_second_factor,
    renew_recovery_codes,
    secret_in,
    typed_secret,
)
from partywork.accounts.sessions import facts_of, mark_of, open_sessions
from partywork.common.crypto import SealError
from partywork.common.text import format_date
from partywork.pages.formpages import ConfirmPage
from partywork.pages.views import Crumbs, Page, link, to_login

TITLE = "我的账号"


class OwnPage(Page):
    """Needs no permission: it is about the user alone."""

    title = TITLE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_login(request, self)
        return View.dispatch(self, request, *args, **kwargs)

    def breadcrumbs(self) -> Crumbs:
        here = [] if self.title == TITLE else [link(self.title, "")]
        return [link("首页", reverse("home")), link(TITLE, reverse("own:account") if here else ""), *here]

    def gate(self) -> Gate:
        return Gate(self.request.user, self.request.today)


class OwnAccount(OwnPage):
    template_name = "accounts/own.html"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        user, here = self.request.user, self.request.session.session_key
        sessions = open_sessions(user, timezone.now())
        shown = [facts_of(each) | {"is_this": each.session_key == here} for each in sessions]
        app = authenticator_of(user)
        return self.show(
            facts=self._facts(),
            app=app,
            codes_left=RecoveryCode.objects.filter(user=user).count() if app else 0,
            required=is_required(self.gate()),
            sessions=sorted(shown, key=lambda each: not each["is_this"]),
        )

    def _facts(self) -> list[tuple[str, str]]:
        user, ends = self.request.user, expires_on(self.request.user)
        posts = "、".join(f"{each.org.short_name}{each.get_role_display()}" for each in self.gate().appointments)
        until = f"，{format_date(ends, 'full')}到期" if ends else ""
        return [
            ("姓名", user.full_name),
            ("登录名", user.username),
            ("任职", posts or "还没有任职"),
            ("密码", f"{format_date(user.password_set_on, 'full')}设定{until}"),
        ]


class Awake(OwnPage):
    """What a form asks for while somebody types for long; that it was asked for is what counts (``middleware``)."""

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponse(status=204)


class SessionEnd(OwnPage):
    """Ends one of one's sessions, or all but this one."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        user, here = self.request.user, self.request.session.session_key
        if self.request.POST.get("others"):
            count = end_sessions(user=user, keep=here, by=user)
            messages.success(self.request, f"已结束其他{count}处登录。" if count else "没有其他登录。")
            return redirect("own:account")
        mark = self.request.POST.get("session", "")
        found = [each.session_key for each in open_sessions(user, timezone.now()) if mark_of(each) == mark]
        if found and found[0] != here:
            end_sessions(user=user, only=found[0], by=user)
        messages.success(self.request, "已结束那一处登录。" if found else "那一处登录已经结束了。")
        return redirect("own:account")


class SecondFactor(OwnPage):
    """Binds the app on one's phone: scan, type what it shows, keep the recovery codes."""

    template_name = "accounts/second_factor.html"
    title = "双因素登录"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        sealed = new_secret(self.request.user)
        return self._show(EnrolForm(initial={"sealed": sealed}), sealed)

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        user, form = self.request.user, EnrolForm(self.request.POST)
        if not form.is_valid():
            return self._again(form)
        given = form.cleaned_data
        try:
            codes = add_authenticator(
                user=user,
                sealed_secret=given["sealed"],
                code=given["code"],
                at=timezone.now(),
                on=self.request.today,
                by=user,
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self._again(form)
        self.request.session.pop(MUST_ENROL, None)
        return codes_page(self, codes, "已开启双因素登录")

    def _again(self, form: EnrolForm) -> HttpResponse:
        sealed = form.data.get("sealed", "")
        try:
            secret_in(sealed, self.request.user)
        except SealError:
            return self.get()
        return self._show(form, sealed, status=422)

    def _show(self, form: EnrolForm, sealed: str, status: int = 200) -> HttpResponse:
        user = self.request.user
        secret = secret_in(sealed, user)
        response = self.show(
            status=status,
            form=form,
            picture=mark_safe(picture_of(secret, user)),  # drawn by us
            secret=typed_secret(secret),
            must=bool(self.request.session.get(MUST_ENROL)),
            has_one=authenticator_of(user) is not None,
        )
        add_never_cache_headers(response)
        return response


def codes_page(page: OwnPage, codes: list[str], title: str) -> HttpResponse:
    """The recovery codes in the answer itself: they are in no session, no message and no log."""
    page.template_name = "accounts/recovery_codes.html"  # type: ignore[misc]
    response = page.show(title=title, codes=codes)
    add_never_cache_headers(response)
    return response


class OwnFactorPage(OwnPage, ConfirmPage):
    """A change of the second factor; asks for the password, since a computer may have been left open."""

    def form(self, data: Any = None, files: Any = None) -> PresentPasswordForm:
        if authenticator_of(self.request.user) is None:
            raise PermissionDenied("还没有开启双因素登录。请先在“我的账号”里开启。")
        return PresentPasswordForm(data, user=self.request.user)

    def show_form(self, form: Any, lines: list[dict[str, Any]], status: int = 200) -> HttpResponse:
        wrong = form.has_error("password", "password_incorrect")
        locked = wrong_password(self.request, f"{self.title}时密码不对") if wrong else None
        return locked or super().show_form(form, lines, status)

    def cancel_url(self) -> str:
        return reverse("own:account")


class RecoveryCodes(OwnFactorPage):
    title = "换一组恢复码"
    submit_label = "换一组并显示"
    question = "新的恢复码只显示一次，原来的马上作废。"

    def save(self, form: Any, formsets: list[Any]) -> list[str]:
        return renew_recovery_codes(user=self.request.user, by=self.request.user)

    def answer(self, result: Any) -> HttpResponseBase:
        return codes_page(self, result, "新的恢复码")


class SecondFactorOff(OwnFactorPage):
    title = "关闭双因素登录"
    submit_label = "关闭"
    question = "关闭以后只凭密码登录，恢复码一并作废。换手机不用关闭，重新绑定就可以。"

    def form(self, data: Any = None, files: Any = None) -> PresentPasswordForm:
        if is_required(self.gate()):
            raise PermissionDenied("本单位要求您这样的账号用双因素登录，不能关闭。换手机请重新绑定。")
        return super().form(data, files)

    def save(self, form: Any, formsets: list[Any]) -> bool:
        return remove_second_factor(user=self.request.user, by=self.request.user)

    def done(self, result: Any) -> str:
        messages.success(self.request, "已关闭双因素登录。")
        return self.cancel_url()
