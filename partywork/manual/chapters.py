"""The chapters of the user's manual: their order, who does the task, and the pages each explains.

The text of a chapter is docs/手册/TITLE.md. The pages are named by the names of their addresses; a name that ends
in ":" stands for every page under it. A page that no chapter claims has no 帮助 of its own and fails a test.
"""

from dataclasses import dataclass

from partywork.access.permissions import GRANTS, Permission, Role


@dataclass(frozen=True)
class Chapter:
    """``title`` is also the file's name; ``needs`` is the permission without which nobody can do the task."""

    slug: str
    title: str
    pages: tuple[str, ...] = ()
    needs: Permission | None = None

    @property
    def doers(self) -> list[Role]:
        """Who does it, in the order of the roles; empty where everyone may."""
        return [role for role in Role if self.needs in GRANTS[role].permissions] if self.needs else []


@dataclass(frozen=True)
class Part:
    title: str
    chapters: tuple[Chapter, ...]


LOG, VIEW, COMPILE = Permission.LOG_RECORDS, Permission.VIEW_RECORDS, Permission.COMPILE_REPORTS

PARTS = (
    Part(
        "先看这几篇",
        (
            Chapter(
                "signing-in",
                "登录和改密码",
                ("login", "logout", "password_change", "password_change_done", "own:account", "own:session_end"),
            ),
            Chapter("second-factor", "双因素登录", ("login_code", "own:")),
            Chapter("home", "认识首页", ("home",), VIEW),
            Chapter("pages", "列表、表单和详情页"),
            Chapter("search", "查找、常用筛选和批量修改", ("search:", "filters:", "bulk:"), VIEW),
        ),
    ),
    Part(
        "日常记录",
        (
            Chapter("meetings", "记一次会议", ("meetings:",), LOG),
            Chapter("several", "一次活动算几项", (), LOG),
            Chapter("late", "补录、代录和改错", (), LOG),
            Chapter("visits", "登记走访慰问", ("visits:",), LOG),
            Chapter("talks", "登记谈话", ("talks:",), LOG),
            Chapter("dues", "收一个月党费", ("dues:",), LOG),
            Chapter(
                "dues-cases",
                "党费标准、减免和上缴",
                (
                    "dues_standards:", "dues_reductions:", "dues_consents:", "voluntary_payments:", "remittances:",
                    "dues_publications:",
                ),
                LOG,
            ),
            Chapter("rectification", "整改台账", ("rectification:",), LOG),
            Chapter("worklog", "记日常工作", ("worklog:",), LOG),
            Chapter("plans", "计划和年度安排", ("plans:", "year_plan:"), LOG),
            Chapter("indicators", "自己定指标", ("indicators:", "indicator_values:"), LOG),
            Chapter("evidence", "传佐证材料", ("attachments:",), LOG),
            Chapter("starts", "启用以前的数", ("starts:", "declared:"), LOG),
        ),
    ),
    Part(
        "党员和组织",
        (
            Chapter("members", "党员花名册", ("members:",), LOG),
            Chapter("privacy", "个人信息", ("privacy:",), Permission.ANSWER_SUBJECTS),
            Chapter(
                "development",
                "发展党员",
                ("development:", "development_steps:", "activist_reviews:", "development_extensions:"),
                LOG,
            ),
            Chapter("appraisals", "民主评议", ("appraisals:",), LOG),
            Chapter("orgs", "党组织和换届", ("orgs:", "committees:"), VIEW),
            Chapter("accounts", "账号和任职", ("accounts:",), Permission.VIEW_ACCOUNTS),
            Chapter("log", "操作日志", ("audit:",), Permission.READ_AUDIT),
        ),
    ),
    Part(
        "应办和依据",
        (
            Chapter("owed", "看欠什么", ("compliance:owed",), VIEW),
            Chapter("heat", "看各支部完成情况", ("compliance:heat", "compliance:months"), VIEW),
            Chapter("pictures", "图表和大屏", ("pictures:",), VIEW),
            Chapter("reminders", "提醒", ("reminders:", "reminder_targets:"), VIEW),
            Chapter("calendar", "日历和放假安排", ("compliance:calendar", "compliance:ics", "holidays:"), VIEW),
            Chapter("rules", "规则依据和当地规定", ("rules:",), VIEW),
        ),
    ),
    Part(
        "导入、导出和打印",
        (
            Chapter("imports", "导入表格", ("imports:",), Permission.IMPORT_RECORDS),
            Chapter("word-forms", "表册和自己的模板", ("exports:",), Permission.EXPORT_LEDGERS),
            Chapter("exports", "导出和打印", ("exports:copy", "jobs:"), VIEW),
        ),
    ),
    Part(
        "工作总结",
        (
            Chapter("compiling", "编制总结", ("summaries:list", "summaries:create", "summaries:batch"), COMPILE),
            Chapter("editing", "修改正文和核对", ("summaries:",), COMPILE),
            Chapter(
                "signing",
                "送核、签发和定稿",
                (
                    "summaries:received", "summaries:step", "summaries:versions", "summaries:version",
                    "summaries:proof", "summaries:compare", "summaries:internal",
                ),
                COMPILE,
            ),
            Chapter("confirming", "确认上级要的数字", ("summaries:replies", "summaries:reply"), COMPILE),
            Chapter(
                "asking",
                "向支部要数",
                (
                    "summaries:tasks", "summaries:task", "summaries:task_create", "summaries:task_edit",
                    "summaries:task_withdraw", "summaries:reply_return",
                ),
                Permission.RECEIVE_REPORTS,
            ),
            Chapter(
                "outlines",
                "体例和句库",
                (
                    "summaries:outlines", "summaries:outline", "summaries:outline_preview", "summaries:outline_copy",
                    "summaries:outline_name", "summaries:outline_place", "summaries:phrases", "summaries:phrase_theme",
                    "summaries:phrase_new", "summaries:phrase_edit", "summaries:phrase_use", "summaries:formulations",
                    "summaries:formulation_new", "summaries:formulation_edit",
                ),
                COMPILE,
            ),
            Chapter(
                "forms",
                "填上级的表",
                (
                    "summaries:own_forms", "summaries:own_form", "summaries:own_form_upload",
                    "summaries:own_form_help", "summaries:own_form_edit",
                ),
                COMPILE,
            ),
            Chapter("periods", "两期对比", ("summaries:periods",), VIEW),
            Chapter(
                "inspection",
                "巡察材料包",
                ("summaries:inspection", "summaries:inspection_pack"),
                Permission.INSPECT,
            ),
        ),
    ),
    Part("查一查", (Chapter("terms", "名词解释"),)),
)  # fmt: skip

CHAPTERS = {chapter.slug: chapter for part in PARTS for chapter in part.chapters}

# What people of a role do most, in the order they meet it.
FIRST: dict[Role, tuple[str, ...]] = {
    Role.SECRETARY: ("owed", "meetings", "visits", "dues", "confirming", "compiling"),
    Role.ORGANISER: ("owed", "meetings", "several", "dues", "development", "imports"),
    Role.MANAGER: ("heat", "asking", "compiling", "editing", "signing", "forms"),
    Role.READER: ("heat", "pictures", "owed", "periods", "search"),
    Role.INSPECTOR: ("inspection", "heat", "owed", "periods", "search"),
    Role.SYSTEM_ADMIN: ("accounts", "signing-in"),
    Role.SECURITY_ADMIN: ("accounts", "signing-in"),
    Role.AUDITOR: ("log", "signing-in", "terms"),
}


def chapter_of(page: str) -> Chapter | None:
    """The chapter that explains the page of this name: the one that names it, else the one that names its like."""
    claims = [(claim, chapter) for chapter in CHAPTERS.values() for claim in chapter.pages if _covers(claim, page)]
    return max(claims, key=lambda each: len(each[0]))[1] if claims else None


def _covers(claim: str, page: str) -> bool:
    return page.startswith(claim) if claim.endswith(":") else page == claim
