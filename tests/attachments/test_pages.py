"""Evidence on the pages: the panel, handing in, fetching, taking back, and who may do none of it."""

from datetime import date
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from partywork.access.permissions import Role
from partywork.attachments.models import Attachment
from partywork.entries.actions import cancel_entry
from partywork.orgs.enums import OrgKind
from tests.factories.files import PDF, docx, make_attachment, photo
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org, make_user
from tests.factories.rectification import make_item
from tests.factories.visits import make_visit
from tests.factories.worklog import make_work

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)


@pytest.fixture
def root():
    return make_org(kind=OrgKind.COMMITTEE)


@pytest.fixture
def branch(root):
    return make_org(root)


@pytest.fixture
def secretary(branch, client):
    user = make_user(branch)
    client.force_login(user)
    return user


@pytest.fixture
def item(branch, secretary):
    return make_item(branch, secretary, DAY)


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def add_url(item) -> str:
    return reverse("attachments:add", args=["rectification", item.pk])


def of(page) -> dict:
    """The evidence part of a detail page."""
    (part,) = [part for part in page.context["panels"] if part["template"] == "attachments/_panel.html"]
    return part


def test_files_handed_in_on_the_page_stand_there_and_come_back(item, client):
    detail = reverse("rectification:detail", args=[item.pk])
    page = client.get(detail).content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert 'capture="environment"' in page
    answer = client.post(add_url(item), {"files": [upload("整改 说明.pdf", PDF), upload("现场.jpg", photo())]})
    assert answer.url == f"{detail}#evidence"
    shown = of(client.get(detail))["files"]
    assert [(each["name"], each["kind"]) for each in shown] == [
        ("整改 说明.pdf", "PDF 文件"),
        ("现场.jpg", "图片（JPG）"),
    ]
    file = client.get(shown[0]["url"])
    assert file.content == PDF
    assert file["Content-Type"] == "application/pdf"
    assert file["X-Content-Type-Options"] == "nosniff"
    assert file["Content-Disposition"] == f"attachment; filename*=UTF-8''{quote('整改 说明.pdf')}"
    assert file["Cache-Control"] == "private, no-store"


def test_one_bad_file_keeps_all_out_and_is_named(item, client):
    files = [upload("说明.pdf", PDF), upload("改名.pdf", docx()), upload("空.pdf", b"")]
    answer = client.post(add_url(item), {"files": files})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "“改名.pdf”：名称和内容不一致" in page
    assert "“空.pdf”：文件是空的" in page
    assert Attachment.objects.count() == 0
    assert "请先选择文件。" in client.post(add_url(item), {}).content.decode()


def test_a_file_beyond_the_limit_of_the_settings_is_refused(item, client, settings):
    settings.ATTACHMENT_BYTES = 1024
    answer = client.post(add_url(item), {"files": [upload("大.pdf", PDF + b" " * 2000 + b"%%EOF")]})
    assert "“大.pdf”：文件超过" in answer.content.decode()


def test_more_files_than_one_upload_takes_are_refused(item, client, settings):
    settings.ATTACHMENTS_AT_ONCE = 1
    files = [upload(f"{number}.pdf", PDF + f"%{number}%%EOF".encode()) for number in range(2)]
    assert "一次最多传1个文件" in client.post(add_url(item), {"files": files}).content.decode()
    assert Attachment.objects.count() == 0


def test_a_name_cannot_break_out_of_the_header_or_the_page(item, secretary, client):
    """Cleaning would not let such a name in; were one stored all the same, it harms nobody."""
    attachment = make_attachment(item, secretary)
    Attachment.objects.update(name='x"; y=<b>\r\nSet-Cookie: a.pdf')
    answer = client.get(reverse("attachments:file", args=[attachment.pk]))
    assert "\n" not in answer["Content-Disposition"]
    assert '"; y=' not in answer["Content-Disposition"]
    assert answer.content == PDF
    assert "<b>" not in client.get(reverse("rectification:detail", args=[item.pk])).content.decode()


def test_taking_back_asks_for_a_reason_and_leaves_the_fact(item, secretary, client):
    attachment = make_attachment(item, secretary)
    url = reverse("attachments:remove", args=[attachment.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": ""}).status_code == 422
    client.post(url, {"reason": "传错了"})
    page = client.get(reverse("rectification:detail", args=[item.pk]))
    assert of(page)["files"] == []
    assert "“说明.pdf”已由" in page.content.decode()
    for name in ("file", "remove"):
        assert client.get(reverse(f"attachments:{name}", args=[attachment.pk])).status_code == 404


@pytest.mark.parametrize(
    ("holder", "make"),
    [("meetings", make_meeting), ("visits", make_visit), ("worklog", make_work), ("rectification", make_item)],
)
def test_every_kind_of_record_with_evidence_has_the_panel(branch, secretary, client, holder, make):
    record = make(branch, secretary, DAY)
    client.post(reverse("attachments:add", args=[holder, record.pk]), {"files": [upload("说明.pdf", PDF)]})
    page = client.get(reverse(f"{holder}:detail", args=[record.pk]))
    assert [each["name"] for each in of(page)["files"]] == ["说明.pdf"]


def test_a_kind_of_record_without_evidence_has_no_address(branch, secretary, client):
    assert client.get(reverse("attachments:add", args=["organisations", branch.pk])).status_code == 404
    assert client.get(reverse("attachments:add", args=["nothing", 1])).status_code == 404


def test_who_may_not_see_the_record_cannot_fetch_its_file(root, branch, item, secretary, client):
    attachment = make_attachment(item, secretary)
    file, taking = (reverse(f"attachments:{name}", args=[attachment.pk]) for name in ("file", "remove"))
    ended = make_user(branch)
    ended.appointments.update(until=date(2021, 1, 1))
    outsiders = {
        make_user(): 403,
        ended: 403,
        make_user(make_org(root)): 404,
        make_user(make_org(kind=OrgKind.COMMITTEE), Role.MANAGER): 404,
    }
    for visitor, status in outsiders.items():
        client.force_login(visitor)
        assert [client.get(url).status_code for url in (file, taking, add_url(item))] == [status] * 3
        assert client.post(add_url(item), {"files": [upload("说明.pdf", PDF)]}).status_code == status
        assert client.post(taking, {"reason": "x"}).status_code == status
    for role, org in ((Role.READER, branch), (Role.READER, root)):
        client.force_login(make_user(org, role))
        assert client.get(file).content == PDF
        assert client.get(taking).status_code == client.get(add_url(item)).status_code == 403
        assert of(client.get(reverse("rectification:detail", args=[item.pk])))["add_url"] == ""
    client.force_login(make_user(root, Role.MANAGER))
    assert client.get(file).content == PDF


def test_a_file_whose_row_names_another_unit_still_asks_its_record(branch, root, item, secretary, client):
    """The record decides, even where the row of the file would let the visitor in."""
    attachment = make_attachment(item, secretary)
    sibling = make_org(root)
    Attachment.objects.filter(pk=attachment.pk).update(org=sibling)
    client.force_login(make_user(sibling))
    assert client.get(reverse("attachments:file", args=[attachment.pk])).status_code == 404


def test_a_cancelled_record_shows_its_files_and_takes_none(item, secretary, client):
    make_attachment(item, secretary)
    cancel_entry(entry=item, version=1, reason="重复", by=secretary)
    part = of(client.get(reverse("rectification:detail", args=[item.pk])))
    assert (part["add_url"], [each["remove_url"] for each in part["files"]]) == ("", [""])
    assert client.post(add_url(item), {"files": [upload("又一个.pdf", PDF + b"%%EOF")]}).status_code == 422


def test_a_file_lost_from_the_disk_is_told_as_missing(item, secretary, client):
    attachment = make_attachment(item, secretary)
    attachment.file.storage.delete(str(attachment.file.name))
    assert client.get(reverse("attachments:file", args=[attachment.pk])).status_code == 404


@pytest.mark.parametrize("files", [1, 3])
def test_the_panel_takes_one_query_however_many_files(item, secretary, client, files, django_assert_num_queries):
    url = reverse("rectification:detail", args=[item.pk])
    for number in range(files):
        make_attachment(item, secretary, content=PDF + f"%{number}\n%%EOF".encode())
    client.get(url)  # content types are read once a process
    with django_assert_num_queries(11):
        client.get(url)
