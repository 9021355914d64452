"""Changing keys: every sealed column of every model, killed and gone on with, while people write."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from partywork.access.permissions import Role
from partywork.audit.models import AuditEvent
from partywork.common.crypto import seal
from partywork.common.keyring import current_keyring
from partywork.imports.staging import Staging
from partywork.members.facts import id_number_indexes
from partywork.members.models import Member
from partywork.privacy import rotation
from partywork.privacy.rotation import index_columns, rotate, sealed_columns, used_keys
from partywork.reminders.models import ReminderTarget
from tests.factories.members import id_number, make_member
from tests.factories.orgs import make_org, make_user
from tests.factories.reminders import make_target

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 4)
NUMBER, PHONE = id_number("19850302"), "13900000001"


@pytest.fixture(autouse=True)
def _own_keys(settings, tmp_path):
    settings.PARTYWORK_KEYS_FILE = tmp_path / "keys" / "keyring.json"
    settings.VAR_DIR = tmp_path


@pytest.fixture
def office():
    branch = make_org()
    by = make_user(branch)
    for order in range(3):
        make_member(branch, by, id_number=id_number(order=f"{order}02"), phone=f"1380000000{order}")
    make_member(branch, by)  # nothing sealed
    make_target(branch, make_user(branch, Role.MANAGER), secret="SECsentinel")
    return branch, by


def stored() -> list[str]:
    """Every sealed text as it lies in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number, phone FROM partywork_member")
        found = [text for row in cursor.fetchall() for text in row]
        cursor.execute("SELECT sealed_address, sealed_secret FROM partywork_remindertarget")
        return [text for text in [*found, *(text for row in cursor.fetchall() for text in row)] if text]


def opened() -> list[object]:
    members = Member.objects.order_by("pk").values_list("id_number", "phone")
    return [*members, *ReminderTarget.objects.values_list("address", "secret")]


def test_every_sealed_column_is_found_by_its_class():
    assert {f"{model.__name__}.{field.name}" for model, field in sealed_columns()} >= {
        "Member.id_number", "Member.phone", "ReminderTarget.address", "ReminderTarget.secret",
    }  # fmt: skip
    for model, field in index_columns():
        assert model._meta.get_field(field.of) in {each for _, each in sealed_columns()}


def test_everything_is_sealed_anew_and_the_old_key_retired(office):
    old, before = current_keyring().current, opened()
    done = rotate(today=TODAY)
    ring = current_keyring()
    assert (done.sealed, done.indexed, done.retired, done.still_used) == (8, 0, (old,), {})
    assert opened() == before
    assert {text.partition(".")[0] for text in stored()} == {ring.current} != {old}
    assert (old in ring.keys, dict(ring.retired)) == (True, {old: "2026-05-04"})
    told = AuditEvent.objects.get(action="keys.rotate")
    assert told.summary == f"更换加密密钥：现用 {ring.current}，重新加密8条，停用 {old}"
    assert all(key.hex() not in told.summary + told.detail for key in ring.keys.values())


def test_killed_midway_it_goes_on_with_the_same_key(office, monkeypatch):
    old, before, calls = current_keyring().current, opened(), list[str]()

    def killed(model, field, numbers, real=rotation._seal_anew):
        if calls:
            raise KeyboardInterrupt
        calls.append(field.name)
        return real(model, field, numbers)

    monkeypatch.setattr(rotation, "_seal_anew", killed)
    with pytest.raises(KeyboardInterrupt):
        rotate(today=TODAY)
    monkeypatch.undo()
    half_way = current_keyring().current
    assert opened() == before
    assert set(used_keys()) == {old, half_way}
    done = rotate(today=TODAY)
    assert (done.key_id, done.retired, done.sealed) == (half_way, (old,), 8 - 3)
    assert opened() == before


def test_what_somebody_saves_meanwhile_is_not_written_over(office):
    first = Member.objects.order_by("pk")[0]

    saved: list[bool] = []

    def somebody_saves(execute, sql, params, many, context):
        """Between the reading of the value and its being replaced."""
        if sql.startswith("UPDATE") and '"phone" = ' in sql and not saved:
            saved.append(True)
            Member.objects.filter(pk=first.pk).update(phone="13900000009")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(somebody_saves):
        rotate(today=TODAY)
    assert saved
    assert Member.objects.get(pk=first.pk).phone == "13900000009"


def test_a_staged_import_keeps_its_key_until_it_is_gone(office):
    old = current_keyring().current
    staging = Staging(1)
    staging.take_upload([b""], ".xlsx")
    staging.put_list("rows-0", [["张三"]])
    first = rotate(today=TODAY)
    assert (first.retired, first.still_used) == ((), {old: 1})
    assert list(staging.get_list("rows-0")) == [["张三"]]
    staging.remove()
    second = rotate(today=TODAY)
    assert (second.key_id, second.retired, second.sealed) == (first.key_id, (old,), 0)


def test_the_index_key_changes_too_and_people_are_found_all_the_way(office, monkeypatch):
    branch, by = office
    member = make_member(branch, by, id_number=NUMBER, phone=PHONE)
    before = member.id_number_index
    found = []

    def looking(*args, real=rotation._index_anew):
        found.append(Member.objects.filter(id_number_index__in=id_number_indexes(NUMBER)).count())
        count = real(*args)
        found.append(Member.objects.filter(id_number_index__in=id_number_indexes(NUMBER)).count())
        return count

    monkeypatch.setattr(rotation, "_index_anew", looking)
    done = rotate(today=TODAY, index=True)
    member.refresh_from_db()
    assert done.indexed == 8
    assert set(found) == {1}
    assert member.id_number_index == id_number_indexes(NUMBER)[0] != before


def test_the_command_says_what_it_did_and_shows_no_key(office):
    old, out = current_keyring().current, StringIO()
    call_command("rotate_keys", stdout=out)
    new = current_keyring().current
    assert out.getvalue().splitlines() == [
        "党员：加密3条", "党员：加密3条", "提醒去向：加密1条", "提醒去向：加密1条",
        f"现用密钥 {new}；重新加密8条，重建检索0条。",
        f"已停用旧密钥 {old}：数据里已经没有用它加密的内容。",
        "请运行 python manage.py recovery_sheet 重新打印密钥恢复页，销毁旧页。",
    ]  # fmt: skip


def test_a_lost_key_file_comes_back_from_the_sheet(office, settings, tmp_path):
    before, sheet = opened(), tmp_path / "sheet.txt"
    call_command("recovery_sheet", to=sheet, stdout=StringIO())
    with pytest.raises(CommandError, match="已有密钥文件"):
        call_command("recover_keys", sheet)
    settings.PARTYWORK_KEYS_FILE.unlink()
    out = StringIO()
    call_command("recover_keys", sheet, stdout=out)
    assert out.getvalue().splitlines()[1] == "与数据库相符。录入用的文件请彻底删除。"
    assert opened() == before
    assert seal("甲", purpose="phone").partition(".")[0] == current_keyring().current


def test_a_sheet_is_not_written_over(settings, tmp_path):
    call_command("recovery_sheet", to=tmp_path / "a.txt", stdout=StringIO())
    with pytest.raises(CommandError, match="已经有了"):
        call_command("recovery_sheet", to=tmp_path / "a.txt", stdout=StringIO())


def test_keys_of_another_office_are_told(office, settings, tmp_path):
    sheet = tmp_path / "sheet.txt"
    call_command("recovery_sheet", to=sheet, stdout=StringIO())
    settings.PARTYWORK_KEYS_FILE.unlink()
    current_keyring(reread=True)  # a new file, as a first run makes
    call_command("recovery_sheet", to=tmp_path / "other.txt", stdout=StringIO())
    settings.PARTYWORK_KEYS_FILE.unlink()
    with pytest.raises(CommandError, match="与现在的数据库不相符"):
        call_command("recover_keys", sheet)
