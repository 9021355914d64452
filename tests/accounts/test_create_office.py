"""manage.py create_office on an empty database."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from partywork.accounts.models import User
from partywork.common.keyring import current_keyring
from partywork.common.recovery import read_sheet
from partywork.orgs.models import Organisation

pytestmark = pytest.mark.django_db
TYPED = {
    "name": "中共青禾街道工作委员会", "short_name": "青禾街道党工委", "code": "QH", "kind": "党工委",
    "founded_on": date(2018, 5, 10), "username": "guanli", "full_name": "程远",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _own_keys(settings, tmp_path):
    settings.PARTYWORK_KEYS_FILE = tmp_path / "keys" / "keyring.json"


def test_it_makes_the_organisation_and_its_manager_and_prints_the_password_once(settings):
    out = StringIO()
    call_command("create_office", **TYPED, stdout=out)
    first, login, password, _, sheet, given_up = out.getvalue().splitlines()
    assert given_up.startswith("没有启用三员分设：管理员既看业务记录，又管账号和任职")
    user = User.objects.get()
    assert (first, login) == ("已建立“中共青禾街道工作委员会”（编码 QH）。", "登录名：guanli")
    assert user.check_password(password.removeprefix("初始密码："))
    assert user.must_change_password
    path = settings.PARTYWORK_KEYS_FILE.with_name("密钥恢复页.txt")
    assert sheet == f"密钥恢复页写在 {path}：请打印、封存，然后删除这个文件。"
    assert dict(read_sheet(path.read_text("utf-8-sig")).keys) == dict(current_keyring().keys)
    assert path.stat().st_mode & 0o077 == 0
    assert list(user.appointments.values_list("org__code", "role")) == [("QH", "manager")]


def test_the_manager_of_a_single_branch_is_its_secretary_too():
    call_command("create_office", **TYPED | {"kind": "党支部"}, stdout=StringIO())
    roles = User.objects.get().appointments.order_by("role").values_list("role", flat=True)
    assert list(roles) == ["manager", "secretary"]


def test_it_makes_nothing_when_something_is_taken():
    call_command("create_office", **TYPED, stdout=StringIO())
    with pytest.raises(CommandError, match="这个登录名已经有人用了"):
        call_command("create_office", **TYPED | {"code": "B", "name": "另一个"})
    assert (Organisation.objects.count(), User.objects.count()) == (1, 1)


def test_a_founding_day_to_come_is_refused():
    with pytest.raises(CommandError, match="成立日期在今天之后"):
        call_command("create_office", **TYPED | {"founded_on": date(2999, 1, 1)})
