"""Who may do what: the whole policy on one screen.

A role is held at an organisation by a dated appointment; it reaches that organisation alone or
everything below it. A view names the one permission it needs, and nothing else decides.

An office keeps accounts beside its work (TOGETHER), or in 三员 mode (PARTYWORK_THREE_ADMINS=on) has three
people for it who do nothing else (APART).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, unique

from django.db.models import TextChoices


@unique
class Permission(Enum):
    VIEW_RECORDS = "查看业务记录"
    LOG_RECORDS = "登记和修改业务记录"
    IMPORT_RECORDS = "导入工作簿"
    EXPORT_LEDGERS = "导出台账"
    EXPORT_INTERNAL = "导出内部台账"
    SET_TEMPLATES = "维护表册模板"
    EXPORT_COPY = "导出数据副本"
    EXPORT_PERSONAL = "导出个人信息"
    REVEAL_PERSONAL = "查看证件号码和电话"
    ANSWER_SUBJECTS = "提供本人信息副本"
    ERASE_PERSONAL = "清除到期的个人信息"
    VIEW_DUES_BASE = "查看党费计算基数"
    APPROVE_DUES = "批准党费减免"
    REVIEW_RECTIFICATION = "审核整改销号"
    MANAGE_ORGS = "维护组织架构"
    SET_RULES = "按当地规定设置规则"
    SEND_REMINDERS = "设置提醒发到的群和邮箱"
    COMPILE_REPORTS = "编制工作总结"
    REVIEW_REPORTS = "核稿"
    SIGN_REPORTS = "签发工作总结"
    RECEIVE_REPORTS = "审核下级的工作总结"
    READ_KEPT_REPORTS = "查看留存的工作总结"
    INSPECT = "调取巡察材料"
    VIEW_ACCOUNTS = "查看账号和任职"
    MANAGE_ACCOUNTS = "建立、停用账号和重设密码"
    APPOINT = "任免角色"
    AGREE_TO_RESETS = "同意重设三员的密码"
    READ_AUDIT = "查看操作日志"


class Role(TextChoices):
    SECRETARY = "secretary", "支部书记"
    ORGANISER = "organiser", "组织委员"
    MANAGER = "manager", "上级管理员"
    READER = "reader", "只读人员"
    INSPECTOR = "inspector", "巡察人员"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全保密管理员"
    AUDITOR = "auditor", "审计管理员"


class Reach(Enum):
    OWN = "own"  # the organisation of the appointment alone
    SUBTREE = "subtree"  # it and everything below it


@dataclass(frozen=True)
class Grant:
    reach: Reach
    permissions: frozenset[Permission]


_BRANCH_WORK = frozenset(
    {
        Permission.VIEW_RECORDS,
        Permission.LOG_RECORDS,
        Permission.IMPORT_RECORDS,
        Permission.EXPORT_LEDGERS,
        Permission.EXPORT_INTERNAL,
        Permission.EXPORT_PERSONAL,
        Permission.SET_TEMPLATES,
        Permission.REVEAL_PERSONAL,
        Permission.VIEW_DUES_BASE,
        Permission.COMPILE_REPORTS,
        Permission.READ_KEPT_REPORTS,
    }
)

# What 三员 keep between them; who reads business data has none of it where they are apart.
_KEEPING = frozenset(
    {
        Permission.VIEW_ACCOUNTS,
        Permission.MANAGE_ACCOUNTS,
        Permission.APPOINT,
        Permission.AGREE_TO_RESETS,
        Permission.READ_AUDIT,
    }
)

GRANTS: dict[Role, Grant] = {
    # The secretary signs for the branch; either reads over what the other wrote. All of a unit's data at once is
    # for who answers for the unit.
    Role.SECRETARY: Grant(
        Reach.OWN,
        _BRANCH_WORK
        | {
            Permission.REVIEW_REPORTS,
            Permission.SIGN_REPORTS,
            Permission.EXPORT_COPY,
            Permission.ANSWER_SUBJECTS,
            Permission.INSPECT,
        },
    ),
    Role.ORGANISER: Grant(Reach.OWN, _BRANCH_WORK | {Permission.REVIEW_REPORTS}),
    Role.MANAGER: Grant(
        Reach.SUBTREE,
        (_BRANCH_WORK - {Permission.VIEW_DUES_BASE})
        | {
            Permission.EXPORT_COPY,
            Permission.ANSWER_SUBJECTS,
            Permission.ERASE_PERSONAL,
            Permission.INSPECT,
            Permission.MANAGE_ORGS,
            Permission.SET_RULES,
            Permission.SEND_REMINDERS,
            Permission.APPROVE_DUES,
            Permission.REVIEW_RECTIFICATION,
            Permission.VIEW_ACCOUNTS,
            Permission.MANAGE_ACCOUNTS,
            Permission.APPOINT,
            Permission.REVIEW_REPORTS,
            Permission.SIGN_REPORTS,
            Permission.RECEIVE_REPORTS,
        },
    ),
    Role.READER: Grant(Reach.SUBTREE, frozenset({Permission.VIEW_RECORDS})),
    # Reads records, their history and what was reported; takes the evidence pack and nothing else out.
    Role.INSPECTOR: Grant(
        Reach.SUBTREE, frozenset({Permission.VIEW_RECORDS, Permission.READ_KEPT_REPORTS, Permission.INSPECT})
    ),
    Role.SYSTEM_ADMIN: Grant(
        Reach.SUBTREE, frozenset({Permission.VIEW_ACCOUNTS, Permission.MANAGE_ACCOUNTS, Permission.APPOINT})
    ),
    Role.SECURITY_ADMIN: Grant(
        Reach.SUBTREE, frozenset({Permission.VIEW_ACCOUNTS, Permission.APPOINT, Permission.AGREE_TO_RESETS})
    ),
    Role.AUDITOR: Grant(Reach.SUBTREE, frozenset({Permission.READ_AUDIT, Permission.AGREE_TO_RESETS})),
}

# 三员: nobody holds two of these, and where they are apart none of them holds any other role.
THREE_ADMINS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})
_BUSINESS = frozenset(Role) - THREE_ADMINS

# Which roles a role may give to others within its own reach; nobody appoints himself. A manager passes on
# branch work with the base of dues, which is the branch's own business and not the manager's to read, and lets
# inspectors in. Who keeps accounts or reads the log (三员) is appointed among 三员 alone.
GRANTABLE: dict[Role, frozenset[Role]] = {
    Role.MANAGER: frozenset({Role.SECRETARY, Role.ORGANISER, Role.MANAGER, Role.READER, Role.INSPECTOR}),
    Role.SYSTEM_ADMIN: THREE_ADMINS,
    Role.SECURITY_ADMIN: THREE_ADMINS,
}

# Roles that end by themselves: the longest time in days, the first and the last day included.
LONGEST: dict[Role, int] = {Role.INSPECTOR: 90}


@dataclass(frozen=True)
class Policy:
    """``handles``: whose password a role may reset and whom it may lock out."""

    grants: Mapping[Role, Grant]
    grantable: Mapping[Role, frozenset[Role]]
    handles: Mapping[Role, frozenset[Role]]

    def holds(self, role: str, permission: Permission) -> bool:
        return permission in self.grants[Role(role)].permissions

    def roles_with(self, permission: Permission) -> list[Role]:
        return [role for role in Role if self.holds(role, permission)]


TOGETHER = Policy(GRANTS, GRANTABLE, GRANTABLE)
APART = Policy(
    {
        role: Grant(grant.reach, grant.permissions - _KEEPING if role in _BUSINESS else grant.permissions)
        for role, grant in GRANTS.items()
    }
    | {Role.SYSTEM_ADMIN: Grant(Reach.SUBTREE, frozenset({Permission.VIEW_ACCOUNTS, Permission.MANAGE_ACCOUNTS}))},
    {Role.SECURITY_ADMIN: frozenset(Role)},
    # Whoever resets a password could log in with it: the system administrator none of the two who check him. Their
    # passwords take two people (accounts.shared_resets).
    {Role.SYSTEM_ADMIN: _BUSINESS | {Role.SYSTEM_ADMIN}},
)


def policy(*, three_admins: bool) -> Policy:
    return APART if three_admins else TOGETHER


def collides(roles: frozenset[Role]) -> bool:
    """Whether no single person may hold these together in 三员 mode."""
    return len(roles) > 1 and bool(roles & THREE_ADMINS)
