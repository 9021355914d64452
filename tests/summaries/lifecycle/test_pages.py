"""A report's way in the browser, from the branch's draft to its superior and back."""

import io
import json

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from partywork.access.permissions import Role
from partywork.meetings.enums import MeetingKind
from partywork.orgs.enums import OrgKind
from summaries.exports import FORMATS
from summaries.lifecycle.models import SnapshotPart
from summaries.lifecycle.sealing import document_of
from summaries.renderers import docx
from summaries.renderers import json as json_renderer
from summaries.reports.models import Report, ReportState
from tests.factories.lifecycle import advance, kept_version, settle, step
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org, make_user
from tests.factories.summaries import make_report
from tests.summaries.lifecycle.test_kept import JUNE

pytestmark = pytest.mark.django_db


def at(name: str, *args) -> str:
    return reverse(f"summaries:{name}", args=args)


def take(client, report, name, remark=""):
    """The step's page, then the step itself, as a browser does."""
    url = at("step", report.pk, name)
    assert client.get(url).status_code == 200
    return client.post(url, {"remark": remark}, follow=True)


def state_of(report) -> str:
    return Report.objects.get(pk=report.pk).state


def steps_on(page) -> list[str]:
    return [each["label"] for each in page.context["lifecycle"]["steps"]]


def said(page) -> list[str]:
    return [str(message) for message in page.context["messages"]]


def test_from_draft_over_a_return_to_frozen(office, staff, signing, client):
    report = signing
    client.force_login(staff.secretary)
    page = client.get(at("report", report.pk))
    assert steps_on(page) == ["签发并报送", "签发并定稿", "退回修改", "撤回"]
    page = take(client, report, "submit")
    assert said(page) == [f"“{report}”已签发并报送，现在是“已报送”。"]
    assert steps_on(page) == ["撤回"]

    client.force_login(staff.manager)
    inbox = client.get(at("received"))
    assert inbox.context["intro"] == "有1份等待审核。"
    first = report.snapshots.get()
    assert at("version", report.pk, first.pk) in inbox.content.decode()
    page = client.get(at("version", report.pk, first.pk))
    assert steps_on(page) == ["通过", "退回"]
    refused = client.post(at("step", report.pk, "return"), {"remark": " "})
    assert (refused.status_code, "请写明原因" in refused.content.decode()) == (422, True)
    page = take(client, report, "return", "第一部分请写具体些")
    assert page.redirect_chain == [(at("version", report.pk, first.pk), 302)]

    client.force_login(staff.secretary)
    page = client.get(at("report", report.pk))
    assert page.context["lifecycle"]["asked"].remark == "第一部分请写具体些"
    paragraph = report.paragraphs.filter(section="done").earliest("position")
    changed = paragraph.generated_text + "会后逐项落实。"
    client.post(at("paragraph", report.pk, paragraph.pk), {"text": changed, "revision": paragraph.revision})
    settle(report, staff.secretary)
    for name in ("review", "pass", "submit"):
        take(client, report, name)

    client.force_login(staff.manager)
    page = client.get(at("version", report.pk, report.snapshots.latest("pk").pk))
    assert page.context["before"]["label"] == "与第1次报送稿相比：1段文字有变化，数字没有变化"
    compared = client.get(page.context["before"]["url"]).context["found"]
    assert ["".join(p.text for p in row.new if p.marked) for row in compared.changed_rows] == ["会后逐项落实。"]
    take(client, report, "approve")

    client.force_login(staff.secretary)
    page = take(client, report, "freeze")
    assert page.context["version"] == "定稿第1版"
    report.refresh_from_db()
    assert client.get(at("report", report.pk)).url == at("version", report.pk, kept_version(report).pk)
    told = client.get(at("versions", report.pk))
    assert [each["name"] for each in told.context["versions"]] == ["定稿第1版", "第2次报送稿", "第1次报送稿"]
    assert [line.label for line in told.context["lines"]][:3] == ["定稿", "通过", "签发并报送"]


def test_downloads_of_a_frozen_report_are_the_kept_bytes(office, staff, frozen_report, client):
    client.force_login(staff.secretary)
    kept = {part.name: bytes(part.content) for part in kept_version(frozen_report).parts.all()}
    make_meeting(office.steady, office.by, JUNE, MeetingKind.COMMITTEE)
    for name in FORMATS:
        response = client.get(at("download", frozen_report.pk, name), follow=True)
        assert response.content == kept[name], name
    for name in ("document", "values", "pdf"):
        pk = kept_version(frozen_report).pk
        assert client.get(at("version_file", frozen_report.pk, pk, name)).status_code == 404


def test_the_page_of_a_frozen_report_names_the_figures_that_changed(office, staff, frozen_report, client):
    client.force_login(staff.secretary)
    url = at("version", frozen_report.pk, kept_version(frozen_report).pk)
    assert client.get(url).context["since"] == {"figures": []}
    assert "定稿中的数字与现在的记录一致" in client.get(url).content.decode()
    make_meeting(office.steady, office.by, JUNE, MeetingKind.COMMITTEE)
    found = {each.name: each for each in client.get(url).context["since"]["figures"]}
    assert (found["支委会次数"].then, found["支委会次数"].now) == ("6", "7")
    assert client.get(found["支委会次数"].url).context["count_text"] == "共 7 条"
    page = client.post(at("check_frozen"), follow=True)
    assert said(page) == ["核对了1份定稿，其中1份有数字与现在的记录不同。"]
    assert f"{len(found)}个数字有变" in page.content.decode()


def test_the_proof_says_whether_everything_holds(staff, frozen_report, client):
    client.force_login(staff.secretary)
    page = client.get(at("proof", frozen_report.pk, kept_version(frozen_report).pk))
    assert (page.context["holds"], len(page.context["proofs"])) == (True, 5 + len(FORMATS) + 2)
    assert "全部相符" in page.content.decode()


def test_a_step_out_of_turn_is_answered_in_words(staff, signing, client):
    client.force_login(staff.secretary)
    page = client.get(at("step", signing.pk, "freeze"), follow=True)
    assert said(page) == ["这份总结现在是“待签发”，不能定稿。"]
    refused = client.post(at("step", signing.pk, "review"), {"remark": ""})
    assert (refused.status_code, state_of(signing)) == (422, ReportState.SIGNING)
    assert client.get(at("step", signing.pk, "burn")).status_code == 404
    client.force_login(staff.organiser)
    assert client.get(at("step", signing.pk, "finish")).status_code == 403
    assert client.post(at("step", signing.pk, "finish")).status_code == 403
    assert state_of(signing) == ReportState.SIGNING


def test_what_is_typed_stays_when_the_signature_is_refused(office, staff, client):
    report = make_report(office.steady, staff.secretary, data_date=JUNE)
    Report.objects.filter(pk=report.pk).update(state=ReportState.SIGNING)
    client.force_login(staff.secretary)
    page = client.post(at("step", report.pk, "finish"), {"remark": "同意"})
    assert (page.status_code, page.context["form"]["remark"].value()) == (422, "同意")
    assert "待选的问题和安排没有决定" in page.content.decode()


def test_a_superior_reads_versions_and_nothing_of_the_draft(office, staff, signing, client):
    step(signing, "submit", by=staff.secretary)
    first = signing.snapshots.get()
    client.force_login(staff.manager)
    for name, args in (("recompile", []), ("text", []), ("download", ["docx"])):
        url = at(name, signing.pk, *args)
        assert (client.post(url) if name == "recompile" else client.get(url)).status_code == 404, name
    assert client.get(at("step", signing.pk, "withdraw")).status_code == 403
    assert client.get(at("compare", signing.pk), {"old": first.pk, "new": "now"}, follow=True).status_code == 200
    advance(signing, "withdraw", "review", "pass", "submit", by=staff.secretary)
    assert client.get(at("compare", signing.pk), {"old": first.pk, "new": "now"}).status_code == 404
    offered = client.get(at("versions", signing.pk)).context["choices"]
    assert [label for _, label in offered] == ["第2次报送稿", "第1次报送稿"]
    client.force_login(make_user(office.lagging))
    for name, args in (("version", [first.pk]), ("versions", []), ("proof", [first.pk]), ("compare", [])):
        assert client.get(at(name, signing.pk, *args)).status_code == 404, name


def test_the_address_of_the_draft_leads_a_superior_to_what_was_sent(office, staff, signing, client):
    draft = at("report", signing.pk)
    client.force_login(staff.manager)
    assert client.get(draft).status_code == 404  # nothing was sent yet
    step(signing, "submit", by=staff.secretary)
    first = signing.snapshots.get()
    assert client.get(draft).url == at("version", signing.pk, first.pk)
    assert client.get(draft, follow=True).status_code == 200
    advance(signing, "withdraw", "review", "pass", "submit", "withdraw", by=staff.secretary)
    assert client.get(draft).url == at("version", signing.pk, signing.snapshots.latest("pk").pk)
    client.force_login(staff.secretary)
    assert client.get(draft).status_code == 200
    elsewhere = make_org(kind=OrgKind.WORKING_COMMITTEE)
    strangers = (make_user(office.lagging), make_user(elsewhere, Role.MANAGER), make_user(office.root, Role.READER))
    for stranger in strangers:
        client.force_login(stranger)
        assert client.get(draft).status_code in (403, 404), stranger


def test_a_submission_is_kept_with_its_files_and_they_stay_as_they_were(office, staff, signing, client):
    step(signing, "submit", by=staff.secretary)
    sent = signing.snapshots.get()
    before = {part.name: bytes(part.content) for part in sent.parts.exclude(filename="")}
    assert before.keys() == FORMATS.keys()
    make_meeting(office.steady, office.by, JUNE, MeetingKind.COMMITTEE, title="报送以后补录的会")
    client.force_login(staff.manager)
    page = client.get(at("version", signing.pk, sent.pk))
    assert [each["hint"] for each in page.context["downloads"][: len(FORMATS)]] == ["报送时留存的文件"] * len(FORMATS)
    for name in FORMATS:
        assert client.get(at("version_file", signing.pk, sent.pk, name)).content == before[name], name
    assert "报送以后补录的会" not in texts_of(before["xlsx"])
    assert len(client.get(at("proof", signing.pk, sent.pk)).context["proofs"]) == 5 + len(FORMATS) + 2


def test_a_submission_of_before_says_that_its_ledgers_were_not_kept(office, staff, signing, client):
    step(signing, "submit", by=staff.secretary)
    sent = signing.snapshots.get()
    document = document_of(sent)
    SnapshotPart.objects.filter(snapshot=sent).exclude(filename="")._raw_delete("default")
    make_meeting(office.steady, office.by, JUNE, MeetingKind.COMMITTEE)
    client.force_login(staff.manager)
    files = {name: client.get(at("version_file", signing.pk, sent.pk, name)).content for name in FORMATS}
    assert files["docx"] == docx.render(document)
    assert json.loads(files["json"]) == json_renderer.as_dict(document)
    book = load_workbook(io.BytesIO(files["xlsx"]))
    assert book.sheetnames == ["数据指标"]
    assert book["数据指标"]["A2"].value == (
        "数据截至2026年6月30日；第1次报送稿留存的只有数字，当时的明细和台账没有留存"
    )
    committee = next(row for row in book["数据指标"].iter_rows(values_only=True) if row[2] == "支委会次数")
    assert committee[3] == 6


def test_internal_ledgers_of_a_kept_version_say_what_is_of_today(office, staff, frozen_report, client):
    make_meeting(office.steady, office.by, JUNE, MeetingKind.COMMITTEE, title="定稿以后补录的会")
    client.force_login(staff.secretary)
    url = at("internal", frozen_report.pk)
    assert client.get(url).context["version"] == "定稿第1版"
    book = load_workbook(io.BytesIO(client.post(url).content))
    committee = next(row for row in book["数据指标"].iter_rows(values_only=True) if row[2] == "支委会次数")
    assert (committee[3], book["数据指标"]["A2"].value) == (6, "数据截至2026年6月29日")
    assert "定稿以后补录的会" in texts_in(book)
    said = [sheet["A2"].value for sheet in book if sheet.title != "数据指标"]
    assert [each for each in said if "定稿第1版留存以后改过的记录也在内" not in each] == []


def texts_in(book) -> set[str]:
    return {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}


def texts_of(content: bytes) -> set[str]:
    return texts_in(load_workbook(io.BytesIO(content)))


def test_a_superior_is_told_that_a_unit_is_writing_its_own_report(office, staff, signing, client):
    client.force_login(staff.manager)
    order = {"org": office.steady.pk, "period": "2026H1", "data_date": "2026-06-30", "outline": "standard"}
    page = client.post(at("create"), order)
    assert (page.status_code, "这个单位有自己的人编制总结" in page.content.decode()) == (422, True)


@pytest.mark.parametrize("sent", [1, 2])
def test_the_list_from_below_asks_the_same_number_of_queries(
    staff, signing, frozen_report, client, sent, django_assert_num_queries
):
    if sent == 2:
        step(signing, "submit", by=staff.secretary)
    client.force_login(staff.manager)
    client.get(at("received"))
    with django_assert_num_queries(10):
        page = client.get(at("received"))
    assert page.context["count_text"] == f"共 {sent} 条"
    assert client.get(at("received"), {"state": "submitted"}).context["count_text"] == f"共 {sent - 1} 条"
