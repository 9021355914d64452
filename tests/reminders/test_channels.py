"""The form each kind of robot wants, its signature, and what its answers mean."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from partywork.access.permissions import Role
from partywork.reminders.channels import deliver, dingtalk_sign, host_for
from partywork.reminders.enums import Channel
from partywork.reminders.outside import NotAllowed, NotSent
from tests.factories.orgs import make_org, make_user
from tests.factories.reminders import make_target

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 12, 0, 30, tzinfo=UTC)
STAMP = int(NOW.timestamp())
TEXT = "【党建工作提醒】第一行\n第二行"


@pytest.fixture
def target(robot):
    org = make_org()
    by = make_user(org, Role.MANAGER)

    def make(channel: Channel, secret: str = ""):
        return make_target(org, by, robot.url, secret, channel=channel)

    return make


def test_wecom_gets_markdown(robot, target):
    deliver(target(Channel.WECOM), TEXT, NOW)
    path, body = robot.got[0]
    assert (path, body) == (
        "/robot/send?access_token=sentinel-token", {"msgtype": "markdown", "markdown": {"content": TEXT}},
    )  # fmt: skip


def test_dingtalk_gets_markdown_signed_with_its_secret(robot, target):
    deliver(target(Channel.DINGTALK, "SECabc"), TEXT, NOW)
    path, body = robot.got[0]
    expected = base64.b64encode(
        hmac.new(b"SECabc", f"{STAMP * 1000}\nSECabc".encode(), hashlib.sha256).digest()
    ).decode()
    assert parse_qs(urlsplit(path).query) == {
        "access_token": ["sentinel-token"], "timestamp": [str(STAMP * 1000)], "sign": [expected],
    }  # fmt: skip
    assert body == {
        "msgtype": "markdown", "markdown": {"title": "党建工作提醒", "text": "【党建工作提醒】第一行\n\n第二行"},
    }  # fmt: skip


def test_the_signature_is_escaped_for_an_address():
    assert set("+/=") & set(dingtalk_sign("1", "s") + dingtalk_sign("2", "s")) == set()


def test_dingtalk_without_a_secret_is_not_signed(robot, target):
    deliver(target(Channel.DINGTALK), TEXT, NOW)
    assert robot.got[0][0] == "/robot/send?access_token=sentinel-token"


def test_feishu_gets_text_signed_in_the_body(robot, target):
    deliver(target(Channel.FEISHU, "geheim"), TEXT, NOW)
    sign = base64.b64encode(hmac.new(f"{STAMP}\ngeheim".encode(), b"", hashlib.sha256).digest()).decode()
    assert robot.got[0][1] == {
        "msg_type": "text", "content": {"text": TEXT}, "timestamp": str(STAMP), "sign": sign,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (200, {"errcode": 310000, "errmsg": "sentinel-words"}, "代码310000）：请核对机器人的安全设置"),
        (200, {"errcode": 7}, "代码7）"),
        (200, ["x"], "回应200"),
        (200, {"errmsg": "ok"}, "回应200"),
        (302, {}, "没有照办"),
        (500, {"errcode": 0}, "回应500"),
    ],
)
def test_an_answer_that_is_no_yes_says_why_without_the_robots_own_words(robot, target, status, body, reason):
    robot.status, robot.body = status, body
    with pytest.raises(NotSent, match=reason) as raised:
        deliver(target(Channel.DINGTALK), TEXT, NOW)
    assert "sentinel" not in str(raised.value)


class TestMail:
    @pytest.fixture(autouse=True)
    def allowed(self, settings):
        settings.REMINDER_HOSTS, settings.EMAIL_HOST = frozenset({"example.cn"}), "smtp.example.cn"

    def test_a_letter_with_the_first_line_as_its_subject(self):
        org = make_org()
        address = "dangjian@example.cn"
        deliver(make_target(org, make_user(org), address, channel=Channel.EMAIL), TEXT, NOW)
        (letter,) = mail.outbox
        assert (letter.subject, letter.body, letter.to) == ("【党建工作提醒】第一行", "第二行", [address])

    @pytest.mark.parametrize(
        ("address", "reason"),
        [("dangjian", "写法不对"), ("a@evil.cn", "没有允许"), ("a@example.cn\nBcc: b@evil.cn", "写法")],
    )
    def test_only_to_domains_that_are_allowed(self, address, reason):
        with pytest.raises(ValidationError, match=reason):
            host_for(Channel.EMAIL, address)

    def test_not_without_a_mail_server(self, settings):
        settings.EMAIL_HOST = ""
        with pytest.raises(ValidationError, match="没有设置发件邮箱"):
            host_for(Channel.EMAIL, "a@example.cn")

    def test_what_is_no_longer_allowed_is_not_sent(self, settings):
        org = make_org()
        target = make_target(org, make_user(org), "a@example.cn", channel=Channel.EMAIL)
        settings.REMINDER_HOSTS = frozenset()
        with pytest.raises(NotAllowed):
            deliver(target, TEXT, NOW)
        assert mail.outbox == []
