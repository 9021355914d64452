"""The policy as a table, from the very data that decides."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from partywork.access.permissions import LONGEST, Permission, Policy, Reach, Role
from partywork.accounts import three_admins
from partywork.ledgers.columns import Column
from partywork.pages.tables import table_of
from partywork.pages.views import Crumbs, Page, link

BY_TWO = "系统管理员和另一员两人一起重设"
HOLDS, HOLDS_NOT = "✓", ""
REACHES = {Reach.OWN: "任职的单位", Reach.SUBTREE: "任职的单位和全部下级"}
PERMISSIONS = [
    Column("permission", "权限", lambda permission: permission.value, width=24),
]


class RolesPage(Page):
    """Which role may do what, and which role appoints which; for those who keep accounts."""

    permission = Permission.VIEW_ACCOUNTS
    template_name = "accounts/roles.html"
    title = "角色和权限"

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        policy = three_admins.policy_in_force()
        return self.show(
            permissions=table_of([*PERMISSIONS, *(_column(role, policy) for role in Role)], Permission),
            roles=table_of(_about(policy), Role),
            is_apart=three_admins.is_on(),
            given_up=three_admins.GIVEN_UP,
        )

    def breadcrumbs(self) -> Crumbs:
        return [link("首页", reverse("home")), link("账号", reverse("accounts:list")), link(self.title, "")]


def _column(role: Role, policy: Policy) -> Column:
    return Column(role.value, role.label, lambda each: HOLDS if policy.holds(role, each) else HOLDS_NOT, width=10)


def _about(policy: Policy) -> list[Column]:
    def named(chosen: Callable[[Role], bool]) -> str:
        return "、".join(role.label for role in Role if chosen(role))

    return [
        Column("role", "角色", lambda role: role.label, width=14),
        Column("reach", "管到哪里", lambda role: REACHES[policy.grants[role].reach], width=16),
        Column("given_by", "由谁任命", lambda role: named(lambda by: role in policy.grantable.get(by, ())), width=20),
        Column(
            "reset_by",
            "谁能重设密码和停用",
            lambda role: named(lambda by: _handles(policy, by, role)) or BY_TWO,
            width=20,
        ),
        Column("longest", "任职期限", lambda role: f"最多{LONGEST[role]}天" if role in LONGEST else "不限", width=10),
    ]


def _handles(policy: Policy, by: Role, role: Role) -> bool:
    return policy.holds(by, Permission.MANAGE_ACCOUNTS) and role in policy.handles.get(by, ())
