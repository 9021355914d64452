"""What the log calls an action, and the families by which an auditor looks for one."""

from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db.models import Q

OTHER = "其他操作"
# Codes whose name is not verb and kind of record.
EXACT = {
    "access.denied": "访问被拒绝",
    "session.login": "登录",
    "session.logout": "退出登录",
    "session.failure": "登录失败",
    "session.lockout": "锁定登录",
    "session.recovery": "用恢复码登录",
    "session.unlock": "解除地址的登录锁定",
    "member.reveal": "查看证件号码和电话",
    "member.flag": "登记党员情况",
    "member.unflag": "结束党员情况",
    "member.flag_withdrawn": "撤回党员情况",
    "member.group": "调整党小组",
    "member.move": "调整党支部",
    "member.leave": "转出党员",
    "member.return": "党员重新在册",
    "member.settle": "停止党籍后的处理",
    "member.apply_again": "重新申请入党",
    "member.undo": "撤回组织关系变动",
    "member.annul": "撤销误登的党员",
    "member.import_annul": "撤回成批登记的党员",
    "organisation.group": "设置党小组",
    "organisation.profile": "登记组织概况",
    "organisation.tag": "设置组织标签",
    "privacy.copy": "提供本人信息副本",
    "privacy.erase": "清除到期的个人信息",
    "inspection.open": "巡察查看记录",
    "inspection.pack": "调取巡察材料包",
    "file.export": "导出文件",
    "form.export": "导出表册",
    "copy.export": "导出数据副本",
    "report.export_internal": "导出内部台账",
    "import.open": "上传文件准备导入",
    "import.columns": "确认导入的列",
    "import.correct": "改正导入的行",
    "import.commit": "导入",
    "import.drop": "放弃导入",
    "import.undo": "撤回导入",
    "appointment.create": "任命",
    "appointment.end": "结束任职",
    "user.create": "新建账号",
    "user.password": "修改密码",
    "user.reset": "重置密码",
    "user.reset_ask": "请求两人重设密码",
    "user.reset_agree": "同意两人重设密码",
    "user.activate": "启用账号",
    "user.deactivate": "停用账号",
    "user.unlock": "解除登录锁定",
    "user.sessions": "结束登录",
    "user.second_factor": "开启双因素登录",
    "user.second_factor_off": "关闭双因素登录",
    "user.recovery_codes": "换一组恢复码",
    "user.tour": "收起使用引导",
    "report.keep": "留存一版工作总结",
    "report.freeze": "定稿",
    "report.accept": "采用生成的文字",
    "report.heading": "修改小标题",
    "report.paragraph": "修改段落",
    "report.recompile": "重新编制工作总结",
    "report.check": "核对检查结果",
    "report.checked": "检查工作总结",
    "backup.made": "备份",
    "backup.restored": "恢复备份",
    "audit.archived": "归档操作日志",
    "keys.rotate": "更换加密密钥",
    "keys.sheet": "写出密钥恢复页",
    "audit.break": "发现操作日志被改动",
    "reminder.drawn": "汇总提醒",
    "reminder.sent": "发送提醒",
    "reminder.choose": "修改提醒设置",
    "demo.seed": "生成演示数据",
    "attachment.add": "上传佐证材料",
    "attachment.remove": "撤下佐证材料",
    "attachment.sweep": "清理没有记录的文件",
    "task.ask": "请下级确认数字",
    "task.confirm": "确认数字",
    "task.return": "退回数字确认",
    "development.guides": "确定培养联系人",
    "rectificationitem.progress": "填写整改进展",
    "rectificationitem.request": "申请销号",
    "rectificationitem.close": "同意销号",
    "rectificationitem.basically_done": "认定基本完成",
    "rectificationitem.long_term": "转为长期坚持",
    "rectificationitem.deadline": "调整整改时限",
    "rectificationitem.carried_in": "导入整改进展",
    "duesmonth.due": "调整党费应交日期",
    "appraisal.regrade": "改动评定等次",
    "indicator.close": "停用自定义指标",
    "phrase.use": "选用句子",
    "job.start": "开始后台任务",
    "job.done": "完成后台任务",
}
VERBS = {
    "create": "登记",
    "edit": "修改",
    "remove": "删除",
    "cancelled": "取消",
    "done": "办结",
    "planned": "改回计划",
    "annul": "作废",
    "collect": "收缴",
    "open": "生成",
    "correct": "更正",
    "set": "设置",
    "add": "添加",
    "apply": "核定",
    "approved": "批准",
    "rejected": "不同意",
    "withdraw": "撤回",
    "return": "退回",
    "close": "办结",
    "reopen": "重新打开",
    "progress": "填写进展",
    "request": "申请办结",
    "import": "成批登记",
    "move": "调整",
    "found": "设立",
    "dissolve": "撤销",
    "start": "开始",
    "cancel": "取消",
    "rename": "改名",
    "choose": "选择",
}
HANDLE = "办理"
REFUSED = ("access.denied", "session.failure", "audit.break")


@dataclass(frozen=True)
class Family:
    """Actions that belong together: whole codes, or their beginnings (ending in ".") and ends (beginning with ".").

    ``business``: what such an event says is about records, and is read with the right to read those alone.
    """

    code: str
    label: str
    parts: tuple[str, ...] = ()
    business: bool = False

    @property
    def condition(self) -> Q:
        found = Q(pk__in=[])
        for part in self.parts:
            lookup = "startswith" if part.endswith(".") else "endswith" if part.startswith(".") else "exact"
            found |= Q(**{f"action__{lookup}": part})
        return found

    def holds(self, action: str) -> bool:
        return any(_fits(action, part) for part in self.parts)


def _fits(action: str, part: str) -> bool:
    if part.endswith("."):
        return action.startswith(part)
    return action.endswith(part) if part.startswith(".") else action == part


FAMILIES = (
    Family("session", "登录和退出", ("session.",)),
    Family("denied", "访问被拒绝", ("access.",)),
    Family("reveal", "查看个人信息", (".reveal", "privacy.copy")),
    Family("export", "导出", (".export", "report.export_internal")),
    Family("inspection", "巡察查阅", ("inspection.",)),
    Family("import", "导入", ("import.", "member.import", "member.import_annul")),
    Family("account", "账号和任职", ("user.", "appointment.")),
    Family("setting", "组织、规则和设置", ("organisation.", "rule.", "holidays.", "reminder_target.", "reminder.")),
    Family("upkeep", "备份、维护和后台任务", ("backup.", "audit.", "demo.", "keys.", "job.", "attachment.sweep")),
    Family("report", "工作总结", ("report.", "task.", "summarytask.", "phrase.", "ownform."), business=True),
)
RECORDS = Family("records", "业务记录", business=True)


def condition_of(code: str) -> Q:
    """The events of the family with that code; what no other family names is a business record's."""
    if code == RECORDS.code:
        named = Q(pk__in=[])
        for family in FAMILIES:
            named |= family.condition
        return ~named
    return next((family.condition for family in FAMILIES if family.code == code), Q())


def family_of(action: str) -> Family:
    return next((family for family in FAMILIES if family.holds(action)), RECORDS)


def name_of(action: str, subject_type: str) -> str:
    """What people call an action: 登录, 修改会议活动; never its code."""
    if action in EXACT:
        return EXACT[action]
    noun = kind_of(subject_type)
    verb = VERBS.get(action.rpartition(".")[2], HANDLE)
    return f"{verb}{noun}" if noun else OTHER


@cache
def kind_of(subject_type: str) -> str:
    """What the subject's kind is called; "" for none, or one that this version no longer has."""
    try:
        return str(apps.get_model(subject_type)._meta.verbose_name)
    except (LookupError, ValueError):
        return ""


def result_of(action: str) -> str:
    """Events are written with what they tell of, so all but these few say that it was done."""
    if action == "access.denied":
        return "被拒绝"
    return "失败" if action in REFUSED else "成功"
