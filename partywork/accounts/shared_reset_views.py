"""Pages of a reset that takes two of 三员: asking for it, and agreeing to it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from partywork.access.permissions import THREE_ADMINS, Permission, Role
from partywork.accounts import policy
from partywork.accounts.models import SharedReset, User
from partywork.accounts.shared_resets import WAITS, agree_to_reset, ask_for_reset
from partywork.accounts.views import HandlingPage, gate_of
from partywork.pages.formpages import ConfirmPage
from partywork.pages.forms import GroupedForm
from partywork.pages.views import Crumbs, Page, link

TITLE = "两人重设密码"


def half_page(page: Page, user: User, half: str, which: str, next_steps: str, next_url: str) -> HttpResponse:
    """One half in the answer itself: it is in no session, no message and no log."""
    crumbs = [link("首页", reverse("home")), link(TITLE, "")]
    facts = [("姓名", user.full_name), ("登录名", user.username), (f"初始密码的{which}", half)]
    context = {"title": TITLE, "breadcrumbs": crumbs, "facts": facts, "next_steps": next_steps, "next_url": next_url}
    response = render(page.request, "accounts/half_password.html", context)
    add_never_cache_headers(response)
    return response


class ResetAsk(HandlingPage):
    title = TITLE
    submit_label = "请求重设并显示前一半"

    @property
    def question(self) -> str:  # type: ignore[override]
        return (
            f"三员互相核对，一个人不能重设另一员的密码。您请求以后，{self.others()}在自己的页面上同意。初始密码分成两半，"
            "您和他各看到一半，分别当面或电话告诉本人，本人合起来登录，马上改掉。没有同意以前原来的密码照用，"
            "24小时不同意就作废。"
        )

    def others(self) -> str:
        held = set(policy.lasting(self.account(), self.request.today).values_list("role", flat=True))
        return "或".join(role.label for role in Role if role in THREE_ADMINS - {Role.SYSTEM_ADMIN} and role not in held)

    def check(self, user: User) -> None:
        policy.require_other(gate_of(self), user)
        if not policy.may_ask_for_reset(gate_of(self), user):
            raise PermissionDenied("三员分设以后，另外两员的密码才要两个人重设。别的账号请用“重设密码”。")

    def save(self, form: Any, formsets: list[Any]) -> str:
        return ask_for_reset(user=self.account(), at=timezone.now(), by=self.request.user)

    def answer(self, result: Any) -> HttpResponseBase:
        steps = f"请抄给本人，再请{self.others()}登录后同意，他会看到后一半。"
        return half_page(self, self.account(), result, "前一半", steps, self.cancel_url())


class ResetAgree(ConfirmPage):
    permission = Permission.AGREE_TO_RESETS
    title = TITLE
    submit_label = "同意并显示后一半"

    @property
    def question(self) -> str:  # type: ignore[override]
        asked = self.waiting()
        return (
            f"{asked.asked_by}请求重设{asked.user}（{asked.user.username}）的密码。请先当面或打电话问本人是不是忘了密码；"
            "不是，就不要同意，24小时后作废。同意后原来的密码马上失效，已登录的会退出。"
        )

    def waiting(self) -> SharedReset:
        if not hasattr(self, "_waiting"):
            rows = SharedReset.objects.filter(asked_at__gt=timezone.now() - WAITS).select_related("user", "asked_by")
            found = rows.filter(pk=self.kwargs["pk"]).first()
            if found is None:
                raise Http404
            if not policy.may_agree(gate_of(self), found):
                raise PermissionDenied("同意重设密码的，要是另外一员，不是请求的人，也不是本人。")
            self._waiting = found
        return self._waiting

    def form(self, data: Any = None, files: Any = None) -> GroupedForm:
        self.waiting()
        return GroupedForm(data)

    def save(self, form: Any, formsets: list[Any]) -> str:
        return agree_to_reset(waiting=self.waiting(), at=timezone.now(), on=self.request.today, by=self.request.user)

    def answer(self, result: Any) -> HttpResponseBase:
        steps = f"请抄给本人，接在{self.waiting().asked_by}告诉他的前一半后面，中间不留空格。登录时必须修改。"
        return half_page(self, self.waiting().user, result, "后一半", steps, self.cancel_url())

    def cancel_url(self) -> str:
        keeps = self.request.gate.allows(Permission.VIEW_ACCOUNTS)
        return reverse("accounts:list" if keeps else "audit:list")

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link(self.title, "")]
