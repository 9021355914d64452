"""Every picture of the manual: whose page, what is done on it first, what is marked, which part is taken.

They are made in this order by one browser in one demo, so a later one may rely on what an earlier one did.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl import Workbook

if TYPE_CHECKING:
    from playwright.sync_api import Page

Deed = Callable[["Page"], None]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CONTENT, FRAME, FORM = "main.page", "body", "form:has(.form-body)"


@dataclass(frozen=True)
class Shot:
    """``part`` is taken, at most ``height`` px of it; ``mark`` is framed. ``user`` is a login of the demo."""

    name: str
    user: str
    path: str
    deeds: tuple[Deed, ...] = ()
    mark: str = ""
    part: str = CONTENT
    height: int = 620
    phone: bool = False


def click(selector: str) -> Deed:
    return lambda page: page.locator(selector).first.click()


def fill(selector: str, value: str) -> Deed:
    return lambda page: page.locator(selector).first.fill(value)


def tick(label: str) -> Deed:
    return lambda page: page.get_by_label(label, exact=True).check()


def choose(selector: str, label: str) -> Deed:
    return lambda page: _choose(page, selector, label)


def await_(selector: str) -> Deed:
    return lambda page: page.locator(selector).first.wait_for()


def hand_in_a_wrong_workbook(page: "Page") -> None:
    """Two meetings: of one the day is no day, and at it were more people than should have been."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "会议活动"
    sheet.append(["日期", "会议类型", "应到", "实到", "议题"])
    sheet.append(["五月", "支委会", 5, 6, "研究党费收缴"])
    sheet.append(["2026-05-20", "支委会", 5, 5, "研究发展党员工作"])
    written = io.BytesIO()
    book.save(written)
    page.set_input_files("[type=file]", {"name": "会议台账.xlsx", "mimeType": XLSX, "buffer": written.getvalue()})
    page.get_by_role("button", name="上传并检查").click()
    page.wait_for_selector(".import-cards")


def pick_two_for_a_tag(page: "Page") -> None:
    for at in (0, 1):
        page.locator(".records tbody input[type=checkbox]").nth(at).check()
    page.get_by_role("button", name="批量修改").click()
    tag = page.locator(".bulk-choice").filter(has_text="预览“标签”")
    tag.evaluate("each => { each.open = true; }")
    tag.locator("input[type=text]").fill("进社区")
    tag.get_by_role("button").click()
    page.wait_for_selector(".bulk-buttons")


def _choose(page: "Page", selector: str, label: str) -> None:
    page.locator(selector).first.select_option(label=label)


MEETING: tuple[Deed, ...] = (
    tick("支委会"), fill("[name=date]", "2026-11-12"), fill("[name=present]", "5"),
    fill("[name=topics-0-text]", "研究2027年度党员教育培训计划"),
)  # fmt: skip
VISIT: tuple[Deed, ...] = (
    fill("[name=date]", "2026-11-10"), choose("[name=kind]", "走访"), choose("[name=object_kind]", "居民"),
    fill("[name=object_name]", "3号楼住户"), fill("[name=visitors]", "郑辉燕、汤涛欢"),
    choose("[name=visitor_rank]", "支部书记"), fill("[name=households]", "6"),
)  # fmt: skip
WORK: tuple[Deed, ...] = (
    choose("[name=kind]", "志愿服务"), fill("[name=date]", "2026-11-14"), fill("[name=title]", "清理小区楼道堆物"),
    fill("[name=tag]", "进社区"), fill("[name=people]", "18"), fill("[name=served]", "120"),
)  # fmt: skip
TALK: tuple[Deed, ...] = (
    fill("[name=date]", "2026-11-11"), choose("[name=kind]", "谈心谈话"), choose("[name=pair]", "支委与党员"),
    fill("[name=talker]", "郑辉燕"), fill("[name=people]", "1"),
)  # fmt: skip
REPORT: tuple[Deed, ...] = (
    choose("[name=org]", "青禾街道党工委"), choose("[name=period]", "2026年上半年"),
    click("button:text-is('开始编制')"), await_(".paper"),
)  # fmt: skip
FIRST_ROW = click(".records tbody td:first-child a")
PUT_TOUR_AWAY = click("button:text-is('收起，不再显示')")
FIRST = (FIRST_ROW,)
ACTIONS = ".page-actions"
PARAGRAPH = ".slot p[id]"

SHOTS = (
    Shot("first-steps.png", "secretary", "/", part=".tour"),
    Shot("home-secretary.png", "secretary", "/", (PUT_TOUR_AWAY,), mark=".owed .btn >> nth=0", part=FRAME, height=760),
    Shot("search.png", "secretary", "/search/?q=郑", height=520),
    Shot("bulk.png", "secretary", "/worklog/", (pick_two_for_a_tag,), height=520),
    Shot("home-manager.png", "manager", "/", (PUT_TOUR_AWAY,), mark=".heat tbody th >> nth=1"),
    Shot("list.png", "secretary", "/meetings/", mark=ACTIONS, height=560),
    Shot("meeting-form.png", "secretary", "/meetings/new/", MEETING, mark="[name=present]", part=FORM, height=900),
    Shot("meeting-phone.png", "secretary", "/meetings/new/", MEETING, part=FRAME, height=1100, phone=True),
    Shot("kinds.png", "secretary", "/meetings/new/", (tick("党员大会"), tick("党课")), part="#div_id_kinds"),
    Shot("late.png", "secretary2", "/meetings/", mark=".records thead th:last-child", part=".records", height=420),
    Shot("visit-form.png", "secretary", "/visits/new/", VISIT, part=FORM, height=900),
    Shot("talk-form.png", "secretary", "/talks/new/", TALK, part=FORM, height=640),
    Shot("dues-collect.png", "secretary", "/dues/collect/", mark="[name=total]", part=FORM, height=1080),
    Shot("dues-grid.png", "secretary", "/dues/", height=560),
    Shot("rectification.png", "manager", "/rectification/?state=under_way", FIRST, mark=ACTIONS, height=860),
    Shot("worklog-form.png", "secretary", "/worklog/new/", WORK, part=FORM, height=760),
    Shot("year-plan.png", "secretary", "/year-plan/draft/", height=620),
    Shot("indicators.png", "manager", "/indicators/", mark=".page-actions .btn-primary", height=520),
    Shot("evidence.png", "secretary", "/meetings/", FIRST, mark="#evidence .btn", part="#evidence", height=320),
    Shot("declared.png", "secretary", "/declared/new/", part=FORM, height=760),
    Shot("members.png", "secretary", "/members/", mark="[name=as_of]", height=560),
    Shot("development.png", "secretary", "/development/", height=720),
    Shot("development-person.png", "secretary", "/development/people/?stage=activist", FIRST, height=860),
    Shot("org.png", "manager", "/orgs/?q=柳荫社区第一", FIRST, mark=ACTIONS, height=860),
    Shot("accounts.png", "manager", "/accounts/", mark=ACTIONS, height=520),
    Shot("owed.png", "secretary", "/compliance/owed/", mark=".owed .btn >> nth=0", height=640),
    Shot("heat.png", "manager", "/compliance/heat/", mark=".heat td a >> nth=0"),
    Shot("pictures.png", "manager", "/charts/", height=900),
    Shot("reminders.png", "secretary", "/reminders/", height=520),
    Shot("calendar.png", "secretary", "/compliance/calendar/", mark=ACTIONS, height=860),
    Shot("rules.png", "manager", "/rules/", height=520),
    Shot("import.png", "secretary", "/import/", (hand_in_a_wrong_workbook,), height=760),
    Shot("word-forms.png", "secretary", "/forms/", height=620),
    Shot("compile.png", "manager", "/summaries/new/", mark="[name=period]", part=FORM, height=620),
    Shot("report.png", "manager", "/summaries/new/", REPORT, part=FRAME, height=720),
    Shot("editing.png", "manager", "/summaries/", (FIRST_ROW, click(PARAGRAPH)), part=".report-desk", height=620),
    Shot("lifecycle.png", "manager", "/summaries/", FIRST, part=".report-side", height=560),
    Shot("reply.png", "secretary", "/summaries/confirm/", FIRST, height=860),
    Shot("task.png", "manager", "/summaries/confirm/tasks/", FIRST, height=760),
    Shot("outlines.png", "manager", "/summaries/outlines/", height=620),
    Shot("own-form.png", "manager", "/summaries/forms/help/", height=620),
    Shot("periods.png", "manager", "/summaries/periods/", height=620),
)  # fmt: skip
