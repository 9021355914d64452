"""Two managers at one report: editing in place, saving by itself, keeping both texts, taking back, moving."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from partywork.access.permissions import Role
from summaries.editor.models import VersionKind
from summaries.reports.models import Paragraph, Report
from tests.browser.test_main_journey import sign_in
from tests.factories.orgs import make_user
from tests.factories.summaries import make_report
from tests.summaries.office import make_office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def report() -> Report:
    office = make_office()
    return make_report(office.root, make_user(office.root, Role.MANAGER))


def open_report(page: Page, report: Report) -> None:
    sign_in(page, make_user(report.org, Role.MANAGER))
    page.goto(f"/summaries/{report.pk}/")


def edit(page: Page, paragraph: Paragraph) -> Locator:
    """Tap the passage, then 修改; the field in its place."""
    page.locator(f"#{paragraph.anchor}").click(position={"x": 80, "y": 10})
    page.locator(f"#tools-{paragraph.pk}").get_by_role("link", name="修改", exact=True).click()
    field = page.locator(f"#place-{paragraph.pk} textarea")
    expect(field).to_be_focused()
    return field


def state(page: Page) -> Locator:
    return page.locator("[data-state]")


def test_a_report_is_edited_in_place(page: Page, open_page: Callable[..., Page], report: Report, problems: list[str]):
    lecture = report.paragraphs.get(source_key="done:党课")
    system = lecture.generated_text
    other = open_page()
    open_report(page, report)
    open_report(other, report)

    field, late = edit(page, lecture), edit(other, lecture)
    field.fill("各支部讲党课{党课次数}次。")
    expect(state(page)).to_contain_text("已自动保存")
    expect(page.locator(".token-check")).to_contain_text("各支部讲党课2次。")
    page.keyboard.press("Control+Enter")
    expect(page.locator(f"#{lecture.anchor}")).to_contain_text("各支部讲党课2次。")

    late.fill("党课由书记主讲。")
    expect(other.locator(".versus-pair")).to_contain_text("各支部讲党课2次。")
    expect(other.locator(".versus-pair")).to_contain_text("党课由书记主讲。")
    other.get_by_role("button", name="就用这份文字").click()
    expect(other.locator(f"#{lecture.anchor}")).to_contain_text("党课由书记主讲。")
    kinds = list(lecture.versions.values_list("kind", "text"))
    words = "各支部讲党课{meeting.lecture.count}次。"
    assert kinds == [
        (VersionKind.SYSTEM, system),
        (VersionKind.OWN, words),
        (VersionKind.LOST, "党课由书记主讲。"),
        (VersionKind.OWN, "党课由书记主讲。"),
    ]
    assert problems == ["console: Failed to load resource: the server responded with a status of 409 (Conflict)"]
    problems.clear()

    other.locator(f"#undo-{lecture.pk}").click()
    expect(other.locator(f"#{lecture.anchor}")).to_contain_text("各支部讲党课2次。")

    ids = other.locator(".slot p[id]").evaluate_all("all => all.map(each => each.id)")
    at = ids.index(lecture.anchor)
    other.locator(f"#up-{lecture.pk}").press("Enter")
    expect(other.locator(".slot p[id]").nth(at - 1)).to_have_id(lecture.anchor)
    expect(other.locator(f"#up-{lecture.pk}")).to_be_focused()
    assert other.locator(".slot p[id]").evaluate_all("all => all.map(each => each.id)") == [
        *ids[: at - 1],
        lecture.anchor,
        ids[at - 1],
        *ids[at + 1 :],
    ]


def test_a_text_survives_a_lost_connection(page: Page, report: Report, problems: list[str]):
    lecture = report.paragraphs.get(source_key="done:党课")
    open_report(page, report)
    field = edit(page, lecture)
    page.context.set_offline(True)
    field.fill("断网时写的。")
    expect(state(page)).to_contain_text("没有连上")
    page.context.set_offline(False)
    expect(state(page)).to_contain_text("已自动保存")
    page.route("**/text/*/", lambda route: route.abort())
    field.fill("断网时又写的。")
    expect(state(page)).to_contain_text("没有连上")
    page.unroute("**/text/*/")
    page.goto(f"/summaries/{report.pk}/text/{lecture.pk}/")
    page.get_by_role("button", name="接着那份写").click()
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url("**/summaries/*/#p-*")
    lecture.refresh_from_db()
    assert lecture.own_text == "断网时又写的。"
    assert {each.partition("net::")[0] for each in problems} == {"console: Failed to load resource: "}
    problems.clear()
