"""Pages of accounts: who may log in below the manager, and with which appointments."""

from functools import cached_property
from typing import Any, cast

import django_filters
from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.timezone import localtime

from partywork.access.permissions import Permission, Role
from partywork.access.scope import restrict
from partywork.accounts import actions, policy, three_admins
from partywork.accounts.forms import AccountForm, AppointmentForm, EndAppointmentForm, NameForm
from partywork.accounts.gate import Gate
from partywork.accounts.models import Appointment, User
from partywork.accounts.passwords import initial_password
from partywork.accounts.shared_resets import banner_of
from partywork.accounts.signin_state import SESSIONS, SignInState
from partywork.audit.history import history_of
from partywork.ledgers.columns import Column
from partywork.orgs.models import Organisation
from partywork.orgs.tables import SINCE, UNTIL
from partywork.pages.details import DetailPage, Groups
from partywork.pages.filters import RecordFilter
from partywork.pages.formpages import ConfirmPage, FormPage
from partywork.pages.forms import GroupedForm
from partywork.pages.tables import table_of
from partywork.pages.views import Crumbs, Page, link

SHOWN = 500  # accounts on one page; beyond that the filter narrows
VIEW, MANAGE, APPOINT = Permission.VIEW_ACCOUNTS, Permission.MANAGE_ACCOUNTS, Permission.APPOINT
NO_ROLE_YET = "新账号没有任何权限，请安全保密管理员再给他添加任职。"


def kept_organisations(request: Any) -> QuerySet[Organisation]:
    return request.gate.organisations(VIEW)


def _posts_text(user: User) -> str:
    return "、".join(f"{a.get_role_display()}（{a.org.short_name}）" for a in user.appointments.all()) or "无"


def _last_login(user: User) -> str:
    return f"{localtime(user.last_login):%Y-%m-%d}" if user.last_login else "从未"


USERS = [
    Column("full_name", "姓名", lambda user: user.full_name),
    Column("username", "登录名", lambda user: user.username),
    Column("appointments", "现任职", _posts_text),
    Column("is_active", "状态", lambda user: "可登录" if user.is_active else "已停用"),
    Column("last_login", "最近登录", _last_login, "date"),
]
APPOINTMENTS = [
    Column("org", "党组织", lambda a: a.org.short_name),
    Column("role", "角色", lambda a: a.get_role_display()),
    SINCE,
    UNTIL,
]


class UserFilter(RecordFilter):
    search_fields = ["full_name", "username"]
    org = django_filters.ModelChoiceFilter(
        label="党组织", queryset=kept_organisations, method="of_org", empty_label="全部"
    )
    role = django_filters.ChoiceFilter(label="角色", choices=Role.choices, method="of_role", empty_label="全部")
    is_active = django_filters.ChoiceFilter(
        label="状态", choices=[("1", "可登录"), ("0", "已停用")], method="of_state", empty_label="全部"
    )

    class Meta:
        model = User
        fields: list[str] = []

    def of_org(self, rows: QuerySet[Any], name: str, org: Organisation) -> QuerySet[Any]:
        return rows.filter(pk__in=Appointment.objects.on(self.request.today).filter(org=org).values("user"))

    def of_role(self, rows: QuerySet[Any], name: str, role: str) -> QuerySet[Any]:
        """Where the page looks: what somebody is elsewhere is not to be found out by asking."""
        held = Appointment.objects.on(self.request.today).filter(role=role)
        return rows.filter(pk__in=held.filter(org__in=kept_organisations(self.request)).values("user"))

    def of_state(self, rows: QuerySet[Any], name: str, state: str) -> QuerySet[Any]:
        return rows.filter(is_active=state == "1")


class UserList(Page):
    template_name = "pages/list.html"
    permission = VIEW
    title = "账号"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        filters = UserFilter(self.request.GET or None, queryset=policy.known_users(self.scope), request=self.request)
        held = restrict(Appointment.objects.on(self.request.today), self.scope).order_by("org__code", "pk")
        rows = filters.qs.order_by("username").prefetch_related(Prefetch("appointments", held.select_related("org")))
        shown = list(rows[: SHOWN + 1])
        count = f"共 {len(shown)} 个"
        if len(shown) > SHOWN:
            count = f"超过 {SHOWN} 个，只列出前 {SHOWN} 个，请用筛选缩小范围"
        may_create = self.request.gate.allows(MANAGE)
        create = link("新建账号", reverse("accounts:create")) if may_create else None
        return self.show(
            intro="您管理范围内有任职的人。",
            primary=create,
            more=[link("角色和权限", reverse("accounts:roles"))],
            filter_form=filters.form,
            filter_open=bool(filters.form.changed_data),
            table=table_of(USERS, shown[:SHOWN], lambda user: reverse("accounts:detail", args=[user.pk])),
            totals=[],
            count_text=count,
            older_url="",
            newer_url="",
            empty={"title": "没有符合条件的账号", "hint": "换一个筛选条件，或新建账号。", "action": create},
            banner=self.banner(),
        )

    def banner(self) -> dict[str, str] | None:
        """What an office gives up without 三员 mode; with it, who holds what no single person may hold."""
        more = {"url": reverse("accounts:roles"), "link_label": "看角色和权限"}
        if not three_admins.is_on():
            return {"title": "没有启用三员分设", "text": three_admins.GIVEN_UP, **more}
        told = self.violators()
        title = "有人身兼三员分设不许兼的角色，这些任职不起作用"
        return banner_of(gate_of(self)) or ({"title": title, "text": "；".join(told), **more} if told else None)

    def violators(self) -> list[str]:
        """Those whom the user knows, in words."""
        found = three_admins.violators(self.request.today)
        known = policy.known_users(self.scope).filter(pk__in=[user.pk for user in found])
        seen = set(known.values_list("pk", flat=True))
        return [three_admins.told(posts) for user, posts in found.items() if user.pk in seen]

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link(self.title, "")]


class UserDetail(DetailPage):
    permission = VIEW

    def load(self, pk: int) -> User:
        return found(self, pk)

    def heading(self) -> str:
        return self.record.full_name

    def status_mark(self) -> dict[str, str] | None:
        return None if self.record.is_active else {"label": "已停用", "css": "bad"}

    def groups(self) -> Groups:
        user = self.record
        facts = [("登录名", user.username), ("姓名", user.full_name), ("最近登录", _last_login(user))]
        if user.must_change_password:
            facts.append(("密码", "初始密码，下次登录须修改"))
        if self.signin:
            facts.append(("双因素登录", self.signin.second_factor))
        return [{"title": "账号", "facts": [{"label": label, "value": value} for label, value in facts]}]

    def tables(self) -> list[dict[str, Any]]:
        user, today = self.record, self.request.today
        held = restrict(Appointment.objects.filter(user=user), self.scope).select_related("org")
        page = reverse("accounts:appointment_end", args=[user.pk])
        others = user.pk != self.request.user.pk and self.request.gate.allows(APPOINT)

        def ending(held_post: Appointment) -> str:
            return f"{page}?appointment={held_post.pk}" if others and held_post.until > today else ""

        table = table_of(APPOINTMENTS, held.order_by("-until", "-since"), ending)
        tables = [{"title": "任职", "table": table, "empty_text": "还没有任职"}]
        if self.signin:
            shown = table_of(SESSIONS, self.signin.sessions)
            tables.append({"title": "现在登录的地方", "table": shown, "empty_text": "现在没有登录"})
        return tables

    def primary(self) -> dict[str, str] | None:
        if self.record.pk == self.request.user.pk or not self.request.gate.allows(APPOINT):
            return None
        return link("添加任职", reverse("accounts:appoint", args=[self.record.pk]))

    def more(self) -> list[dict[str, str]]:
        if policy.may_ask_for_reset(gate_of(self), self.record):
            return [link("两人重设密码", reverse("accounts:reset_ask", args=[self.record.pk]))]
        if not self.signin:
            return []
        switch = "停用账号" if self.record.is_active else "启用账号"
        pages = [("重设密码", "reset"), (switch, "active"), *self.signin.pages]
        return [link(label, reverse(f"accounts:{name}", args=[self.record.pk])) for label, name in pages]

    @cached_property
    def signin(self) -> SignInState | None:
        """How this person signs in: for who may look after the account."""
        return SignInState.of(self.record) if policy.may_handle(gate_of(self), self.record) else None

    def history(self) -> list[dict[str, Any]]:
        return history_of(self.record)

    def notes(self) -> list[str]:
        held = policy.lasting(self.record, self.request.today)
        elsewhere = held.exclude(pk__in=restrict(held, self.scope).values("pk")).exists()
        locked = self.signin.locks if self.signin else []
        notes = [f"登录已锁定：{'、'.join(locked)}"] if locked else []
        notes += ["另有您管理范围以外的任职"] if elsewhere else []
        if three_admins.is_on() and self.record in three_admins.violators(self.request.today):
            notes.append("身兼三员分设不许兼的角色，同时担任期间这些任职都不起作用，请结束多余的任职")
        return notes

    def breadcrumbs(self) -> Crumbs:
        here = link(self.heading(), "")
        return [link("首页", reverse("home")), link("账号", reverse("accounts:list")), here]


def found(page: Page, pk: int) -> User:
    user = policy.known_users(page.scope).filter(pk=pk).first()
    if user is None:
        raise Http404
    return user


def gate_of(page: Page) -> Gate:
    """The page's gate as what it is; the pages below this layer know only its outline."""
    return cast(Gate, page.request.gate)


class AccountPage(FormPage):
    """A change of someone else's account."""

    permission = MANAGE

    def account(self) -> User:
        if not hasattr(self, "_account"):
            self._account = found(self, self.kwargs["pk"])
            self.check(self._account)
        return self._account

    def check(self, user: User) -> None:
        policy.require_other(gate_of(self), user)

    def appointment_form(self, form_class: Any, data: Any, **extra: Any) -> Any:
        return form_class(data, gate=gate_of(self), organisations=kept_organisations(self.request), **extra)

    def done(self, result: Any) -> str:
        messages.success(self.request, f"已保存：{self.title}。")
        return self.cancel_url()

    def cancel_url(self) -> str:
        return reverse("accounts:detail", args=[self.account().pk])

    def breadcrumbs(self) -> Crumbs:
        here = link(self.account().full_name, self.cancel_url())
        return [link("首页", reverse("home")), link("账号", reverse("accounts:list")), here, link(self.title, "")]


def password_page(page: Page, user: User, password: str) -> HttpResponse:
    """The initial password, in the answer itself: it is in no session, no message and no log."""
    crumbs = [link("首页", reverse("home")), link("账号", reverse("accounts:list")), link("初始密码", "")]
    response = render(
        page.request,
        "accounts/initial_password.html",
        {
            "title": "初始密码",
            "breadcrumbs": crumbs,
            "account": user,
            "password": password,
            "note": "" if user.appointments.exists() else NO_ROLE_YET,
            "next_url": reverse("accounts:detail", args=[user.pk]),
        },
    )
    add_never_cache_headers(response)
    return response


class UserCreate(AccountPage):
    title = "新建账号"
    submit_label = "新建并显示初始密码"
    intro = "系统生成一个初始密码，只显示一次；本人第一次登录时必须修改。"

    def form(self, data: Any = None, files: Any = None) -> NameForm:
        """Where another gives roles (三员 mode), the account alone."""
        if not self.request.gate.allows(APPOINT):
            return NameForm(data)
        form: AccountForm = self.appointment_form(AccountForm, data, initial={"since": self.request.today})
        return form

    def save(self, form: Any, formsets: list[Any]) -> tuple[User, str]:
        given, password = form.cleaned_data, initial_password()
        if not isinstance(form, AccountForm):
            names = {name: given[name] for name in ("full_name", "username")}
            return actions.create_user(**names, password=password, by=self.request.user), password
        user = actions.open_account(
            username=given["username"],
            full_name=given["full_name"],
            password=password,
            org=given["org"],
            role=Role(given["role"]),
            since=given["since"],
            until=form.until,
            by=self.request.user,
        )
        return user, password

    def answer(self, result: Any) -> HttpResponseBase:
        return password_page(self, *result)

    def cancel_url(self) -> str:
        return reverse("accounts:list")

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link("账号", reverse("accounts:list")), link(self.title, "")]


class AppointmentAdd(AccountPage):
    permission = APPOINT
    title = "添加任职"

    def form(self, data: Any = None, files: Any = None) -> AppointmentForm:
        self.account()
        return self.appointment_form(AppointmentForm, data, initial={"since": self.request.today})

    def save(self, form: Any, formsets: list[Any]) -> Appointment:
        given = form.cleaned_data
        return actions.appoint(
            user=self.account(),
            org=given["org"],
            role=Role(given["role"]),
            since=given["since"],
            until=form.until,
            by=self.request.user,
        )


class AppointmentEnd(AccountPage):
    permission = APPOINT
    title = "结束任职"

    def form(self, data: Any = None, files: Any = None) -> EndAppointmentForm:
        initial = {"on": self.request.today, "appointment": self.request.GET.get("appointment")}
        return self.appointment_form(EndAppointmentForm, data, user=self.account(), initial=initial)

    def save(self, form: Any, formsets: list[Any]) -> None:
        given = form.cleaned_data
        actions.end_appointment(appointment=given["appointment"], on=given["on"], by=self.request.user)


class HandlingPage(ConfirmPage, AccountPage):
    """Resetting a password or locking out: only where all that person holds is the manager's to give."""

    def check(self, user: User) -> None:
        policy.require_handling(gate_of(self), user)

    def form(self, data: Any = None, files: Any = None) -> GroupedForm:
        self.account()
        return GroupedForm(data)


class PasswordReset(HandlingPage):
    title = "重设密码"
    submit_label = "重设并显示初始密码"
    question = "原来的密码马上失效，已登录的会退出。新的初始密码只显示一次，请当面或用可靠的方式告诉本人。"

    def save(self, form: Any, formsets: list[Any]) -> tuple[User, str]:
        password = initial_password()
        return actions.reset_password(
            user=self.account(), password=password, on=self.request.today, by=self.request.user
        ), password

    def answer(self, result: Any) -> HttpResponseBase:
        return password_page(self, *result)


class ActiveSwitch(HandlingPage):
    """Locks an account out, or lets it in again."""

    @property
    def title(self) -> str:  # type: ignore[override]
        return "停用账号" if self.account().is_active else "启用账号"

    @property
    def submit_label(self) -> str:  # type: ignore[override]
        return self.title

    @property
    def question(self) -> str:  # type: ignore[override]
        if self.account().is_active:
            return "停用后不能再登录，已登录的马上退出；登记过的记录和任职都留着，可以再启用。"
        return "启用后可以用原来的密码登录，权限仍按任职。"

    def save(self, form: Any, formsets: list[Any]) -> User:
        wanted = not self.account().is_active
        return actions.set_active(user=self.account(), is_active=wanted, by=self.request.user)

    def done(self, result: Any) -> str:
        messages.success(self.request, f"{result.full_name}的账号{'可以登录了' if result.is_active else '已停用'}。")
        return self.cancel_url()
