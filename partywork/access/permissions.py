"""Who may do what: the whole policy on one screen.

A role is held at an organisation by a dated appointment; it reaches that organisation alone or
everything below it. A view names the one permission it needs, and nothing else decides.
"""

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
    MANAGE_ACCOUNTS = "维护账号和任职"
    READ_AUDIT = "查看操作日志"


class Role(TextChoices):
    SECRETARY = "secretary", "支部书记"
    ORGANISER = "organiser", "组织委员"
    MANAGER = "manager", "上级管理员"
    READER = "reader", "只读人员"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
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
            Permission.MANAGE_ORGS,
            Permission.SET_RULES,
            Permission.SEND_REMINDERS,
            Permission.APPROVE_DUES,
            Permission.REVIEW_RECTIFICATION,
            Permission.MANAGE_ACCOUNTS,
            Permission.REVIEW_REPORTS,
            Permission.SIGN_REPORTS,
            Permission.RECEIVE_REPORTS,
        },
    ),
    Role.READER: Grant(Reach.SUBTREE, frozenset({Permission.VIEW_RECORDS})),
    Role.SYSTEM_ADMIN: Grant(Reach.SUBTREE, frozenset({Permission.MANAGE_ACCOUNTS})),
    Role.AUDITOR: Grant(Reach.SUBTREE, frozenset({Permission.READ_AUDIT})),
}

# Which roles a role may give to others within its own reach; nobody appoints himself. A manager passes on
# branch work with the base of dues, which is the branch's own business and not the manager's to read. Who
# keeps accounts or reads the log (三员) is appointed by a system administrator alone, and those read no
# business data.
GRANTABLE: dict[Role, frozenset[Role]] = {
    Role.MANAGER: frozenset({Role.SECRETARY, Role.ORGANISER, Role.MANAGER, Role.READER}),
    Role.SYSTEM_ADMIN: frozenset({Role.SYSTEM_ADMIN, Role.AUDITOR}),
}
