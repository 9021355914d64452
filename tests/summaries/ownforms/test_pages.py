"""The pages of superiors' forms, as their users meet them."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from partywork.access.permissions import Role
from summaries.ownforms.models import OwnForm
from tests.factories.orgs import make_org, make_user
from tests.factories.ownforms import as_bytes, make_form, workbook
from tests.factories.summaries import make_report
from tests.summaries.office import make_office

pytestmark = pytest.mark.django_db

CONTENT = as_bytes(workbook(表={"A1": "{单位简称}", "B1": "{支委会次数}", "A2": "{每个支部}", "B2": "{支委会次数}"}))


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def manager(office, client):
    user = make_user(office.root, Role.MANAGER)
    client.force_login(user)
    return user


def upload(content=CONTENT, name="半年报表.xlsx"):
    return SimpleUploadedFile(name, content)


def rows(response):
    sheet = load_workbook(io.BytesIO(response.content)).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_a_manager_uploads_a_form_and_fills_it(office, manager, client):
    page = client.get(reverse("summaries:own_form_upload"))
    given = {"org": office.root.pk, "name": "半年报表", "key": page.context["form"]["key"].value(), "version": 0}
    response = client.post(reverse("summaries:own_form_upload"), {**given, "workbook": upload()}, follow=True)
    form = OwnForm.objects.get()
    assert response.redirect_chain == [(reverse("summaries:own_form", args=[form.pk]), 302)]
    assert [(cell["name"], cell["how"]) for cell in response.context["cells"]] == [
        ("A1", ""), ("B1", ""), ("A2", "每个单位一行"), ("B2", "每个单位一行"),
    ]  # fmt: skip
    url = reverse("summaries:own_form_fill", args=[form.pk])
    asked = {"org": "QH", "period": "2026H1", "data_date": "2026-06-30"}
    one, two = ["青禾第一社区党支部", 6], ["青禾第二社区党支部", 1]
    assert rows(client.get(url, asked)) == [["青禾街道党工委", 7], one, two]
    assert [row[1] for row in rows(client.get(url, {**asked, "data_date": "2026-02-28"}))] == [2, 2, 0]
    assert rows(client.get(url, {**asked, "org": "QH-02"})) == [two, two]
    original = client.get(reverse("summaries:own_form_original", args=[form.pk]))
    assert original.content == CONTENT


def test_a_bad_form_comes_back_with_its_cells_named(office, manager, client):
    bad = as_bytes(workbook(表={"C3": "{支委会此数", "D4": "{党课次数|余约}", "B5": "{支委会此数}"}))
    given = {"org": office.root.pk, "name": "半年报表", "key": "k1", "version": 0, "workbook": upload(bad)}
    response = client.post(reverse("summaries:own_form_upload"), given)
    assert response.status_code == 422
    assert [error.partition("：")[0] for error in response.context["form"].errors["workbook"]] == [
        "工作表「表」「C3」", "工作表「表」「D4」", "工作表「表」「B5」",
    ]  # fmt: skip
    wrong = client.post(reverse("summaries:own_form_upload"), {**given, "workbook": upload(bad, "表.xls")})
    assert wrong.context["form"].errors["workbook"] == ["请上传 .xlsx 文件；旧版 .xls 请先另存为 .xlsx。"]
    assert not OwnForm.objects.exists()


def test_a_slip_in_what_is_asked_is_told_on_the_forms_page(office, manager, client):
    form = make_form(office.root, manager, CONTENT)
    url = reverse("summaries:own_form_fill", args=[form.pk])
    for asked in ({"org": "QH", "period": "2026H1", "data_date": "2999-01-01"}, {"org": "QH", "period": "无"}, {}):
        response = client.get(url, asked)
        assert response.status_code == 422
        assert response.context["form"].errors
    elsewhere = make_org()
    assert client.get(url, {"org": elsewhere.code, "period": "2026H1"}).status_code == 422


def test_units_below_fill_a_superiors_form_but_do_not_change_it(office, manager, client):
    form = make_form(office.root, manager, CONTENT)
    client.force_login(make_user(office.steady))
    assert client.get(reverse("summaries:own_forms")).context["count_text"] == "共 1 条"
    page = client.get(reverse("summaries:own_form", args=[form.pk]))
    assert (page.context["edit_url"], page.context["remove_url"]) == ("", "")
    asked = {"org": "QH-01", "period": "2026H1", "data_date": "2026-06-30"}
    assert rows(client.get(reverse("summaries:own_form_fill", args=[form.pk]), asked))[0] == ["青禾第一社区党支部", 6]
    assert client.get(reverse("summaries:own_form_fill", args=[form.pk]), {**asked, "org": "QH"}).status_code == 422
    assert client.get(reverse("summaries:own_form_edit", args=[form.pk])).status_code == 404
    assert client.post(reverse("summaries:own_form_remove", args=[form.pk])).status_code == 404
    assert OwnForm.objects.count() == 1


def test_a_form_is_renamed_given_another_file_and_removed(office, manager, client):
    form = make_form(office.root, manager)
    url = reverse("summaries:own_form_edit", args=[form.pk])
    initial = client.get(url).context["form"].initial
    client.post(url, {**initial, "name": "年度报表", "workbook": upload()})
    form.refresh_from_db()
    assert (form.name, bytes(form.content)) == ("年度报表", CONTENT)
    stale = client.post(url, {**initial, "name": "另一个"})
    assert (stale.status_code, OwnForm.objects.get().name) == (422, "年度报表")
    client.post(reverse("summaries:own_form_remove", args=[form.pk]))
    assert not OwnForm.objects.exists()


def test_a_report_leads_to_the_forms_with_its_own_unit_and_period(office, manager, client):
    make_form(office.root, manager, CONTENT)
    report = make_report(office.root, manager)
    page = client.get(reverse("summaries:report", args=[report.pk]))
    [link] = [each for each in page.context["downloads"] if each["label"] == "上级表格"]
    listed = client.get(link["url"]).content.decode()
    query = "?org=QH&amp;period=2026H1&amp;data_date=2026-06-30"
    assert f"{reverse('summaries:own_form', args=[OwnForm.objects.get().pk])}{query}" in listed
    filled = client.get(reverse("summaries:own_form", args=[OwnForm.objects.get().pk]) + query.replace("&amp;", "&"))
    assert [filled.context["form"][name].value() for name in ("org", "period", "data_date")] == [
        "QH", "2026H1", "2026-06-30",
    ]  # fmt: skip


def test_how_to_and_sample(manager, client):
    assert client.get(reverse("summaries:own_form_help")).status_code == 200
    assert load_workbook(io.BytesIO(client.get(reverse("summaries:own_form_sample")).content)).sheetnames == [
        "基本情况", "各支部", "各月",
    ]  # fmt: skip
