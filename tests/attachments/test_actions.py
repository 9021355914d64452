"""Keeping evidence and taking it back: rows, stored content, and what the chain says."""

import hashlib
import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from partywork.attachments import actions
from partywork.attachments.actions import attach, remove
from partywork.attachments.checking import check_file
from partywork.attachments.models import Attachment, attachments_of
from partywork.audit.models import AuditEvent
from partywork.entries.actions import cancel_entry
from tests.factories.files import PDF, make_attachment, photo
from tests.factories.meetings import make_meeting
from tests.factories.orgs import make_org, make_user
from tests.factories.rectification import make_item

pytestmark = pytest.mark.django_db
DAY, TODAY = date(2026, 3, 10), date(2026, 7, 1)


@pytest.fixture
def branch():
    return make_org()


@pytest.fixture
def by(branch):
    return make_user(branch)


@pytest.fixture
def item(branch, by):
    return make_item(branch, by, DAY)


def stored() -> list[str]:
    """The names of all stored evidence."""
    found = []
    for folder in default_storage.listdir("attachments")[0] if default_storage.exists("attachments") else []:
        found += default_storage.listdir(f"attachments/{folder}")[1]
    return found


def test_a_file_is_kept_under_a_name_of_chance_with_its_sum(branch, by, item):
    attachment = make_attachment(item, by, "王某 整改说明.pdf")
    assert (attachment.name, attachment.kind, attachment.size) == ("王某 整改说明.pdf", "pdf", len(PDF))
    assert attachment.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (attachment.org, attachment.record, attachment.uploaded_by) == (branch, item, by)
    folder, two, drawn = str(attachment.file.name).split("/")
    assert (folder, two, len(drawn)) == ("attachments", drawn[:2], 32)
    with attachment.file.open("rb") as content:
        assert content.read() == PDF


def test_the_chain_proves_the_content_and_holds_no_name(by, item):
    attachment = make_attachment(item, by, "王某.pdf")
    event = AuditEvent.objects.get(action="attachment.add")
    assert (event.subject_type, event.subject_id) == ("partywork.rectificationitem", item.pk)
    assert event.summary == "上传佐证材料：PDF 文件，1KB"
    assert json.loads(event.detail)["changes"]["sha256"] == [None, attachment.sha256]
    assert "王某" not in event.summary + event.detail


def test_the_sum_is_of_the_picture_as_kept(by, item):
    taken = photo()
    attachment = make_attachment(item, by, "现场.jpg", taken)
    with attachment.file.open("rb") as content:
        kept = content.read()
    assert attachment.sha256 == hashlib.sha256(kept).hexdigest() != hashlib.sha256(taken).hexdigest()
    assert b"marker" not in kept


def test_the_same_content_twice_is_kept_once_a_record(branch, by, item):
    first, again = make_attachment(item, by), make_attachment(item, by, "另一个名字.pdf")
    elsewhere = make_attachment(make_meeting(branch, by, DAY), by)
    assert (first.pk, first.name) == (again.pk, again.name)
    assert [each.pk for each in Attachment.objects.all()] == [first.pk, elsewhere.pk]


def test_of_several_files_all_are_kept_or_none(by, item, monkeypatch):
    before = sorted(stored())
    monkeypatch.setattr(actions, "MOST_FILES", 2)
    files = [check_file(f"{number}.pdf", PDF + f"% {number}\n%%EOF".encode(), 10**6) for number in range(3)]
    with pytest.raises(ValidationError, match="最多传2个"):
        attach(record=item, files=files, by=by)
    assert Attachment.objects.count() == 0
    assert sorted(stored()) == before
    (first,) = attach(record=item, files=files[:1], by=by)
    with pytest.raises(ValidationError, match="最多传2个"):
        attach(record=item, files=files, by=by)
    assert [each.pk for each in Attachment.objects.all()] == [first.pk]
    with first.file.open("rb") as content:  # what had been there before stays
        assert content.read() == files[0].content


def test_removing_wipes_the_content_and_keeps_the_fact(by, item, django_capture_on_commit_callbacks):
    attachment = make_attachment(item, by)
    path = str(attachment.file.name)
    with pytest.raises(ValidationError):
        remove(attachment=attachment, reason=" ", by=by, today=TODAY)
    with django_capture_on_commit_callbacks(execute=True):
        remove(attachment=attachment, reason="传错了", by=by, today=TODAY)
        assert default_storage.exists(path)
    assert not default_storage.exists(path)
    row = attachments_of(item).get()
    assert (row.removed_by, row.removed_on, row.removal_reason) == (by, TODAY, "传错了")
    assert (row.name, row.sha256) == ("说明.pdf", hashlib.sha256(PDF).hexdigest())
    event = AuditEvent.objects.get(action="attachment.remove")
    assert event.summary == "移除佐证材料：PDF 文件，原因：传错了"
    with pytest.raises(ValidationError, match="已经移除"):
        remove(attachment=attachment, reason="再来", by=by, today=TODAY)


def test_what_was_removed_may_be_handed_in_again(by, item, django_capture_on_commit_callbacks):
    first = make_attachment(item, by)
    with django_capture_on_commit_callbacks(execute=True):
        remove(attachment=first, reason="传错了", by=by, today=TODAY)
    second = make_attachment(item, by)
    assert second.pk != first.pk
    with second.file.open("rb") as content:
        assert content.read() == PDF


def test_a_cancelled_record_takes_no_more(by, item):
    cancel_entry(entry=item, version=1, reason="重复", by=by)
    with pytest.raises(ValidationError, match="已取消"):
        make_attachment(item, by)


def test_a_removal_without_its_reason_cannot_be_stored(by, item):
    attachment = make_attachment(item, by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.filter(pk=attachment.pk).update(removed_on=TODAY)
