"""Where reminders may go, as settings: nothing allowed unless said, and nonsense refused."""

import pytest
from environs import Env, EnvValidationError

from partywork.common.outward import address_from, hosts_from, mail_from

HOSTS, ADDRESS = "PARTYWORK_REMINDER_HOSTS", "PARTYWORK_ADDRESS"


def test_nothing_set_allows_nothing():
    mail = mail_from(Env())
    assert (hosts_from(Env(), HOSTS), address_from(Env(), ADDRESS)) == (frozenset(), "")
    assert (mail.host, mail.backend) == ("", "django.core.mail.backends.dummy.EmailBackend")


def test_hosts_are_names_in_small_letters(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(HOSTS, "qyapi.weixin.qq.com, OAPI.DingTalk.com")
    assert hosts_from(Env(), HOSTS) == {"qyapi.weixin.qq.com", "oapi.dingtalk.com"}


@pytest.mark.parametrize(
    "host",
    ["*", "*.qq.com", "https://a.cn", "a.cn:443", "a.cn/x", "127.0.0.1", "10.0.0.1", "localhost", "a..cn", "[::1]"],
)
def test_what_is_no_name_of_a_computer_is_refused(monkeypatch: pytest.MonkeyPatch, host: str):
    monkeypatch.setenv(HOSTS, f"qyapi.weixin.qq.com,{host}")
    with pytest.raises(EnvValidationError, match=rf"{HOSTS}[\s\S]*不是域名"):
        hosts_from(Env(), HOSTS)


def test_the_own_address_has_no_slash_at_its_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(ADDRESS, "https://dangjian.example.cn/")
    assert address_from(Env(), ADDRESS) == "https://dangjian.example.cn"


@pytest.mark.parametrize(
    "address", ["dangjian.example.cn", "ftp://a.cn", "https://", "https://u@a.cn", "https://a.cn/?x=1"]
)
def test_what_is_no_address_is_refused(monkeypatch: pytest.MonkeyPatch, address: str):
    monkeypatch.setenv(ADDRESS, address)
    with pytest.raises(EnvValidationError, match=rf"{ADDRESS}[\s\S]*不是网址"):
        address_from(Env(), ADDRESS)


def test_mail_is_set_by_the_environment_and_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path):
    password = tmp_path / "password"
    password.write_text("mima\n", encoding="utf-8")
    given = {"HOST": "smtp.example.cn", "USER": "tixing@example.cn", "FROM": "tixing@example.cn"}
    for name, value in (given | {"PASSWORD_FILE": str(password), "SECURITY": "starttls"}).items():
        monkeypatch.setenv(f"PARTYWORK_MAIL_{name}", value)
    mail = mail_from(Env())
    assert (mail.backend, mail.port, mail.password, mail.sender) == (
        "django.core.mail.backends.smtp.EmailBackend", 587, "mima", "tixing@example.cn",
    )  # fmt: skip
    assert "mima" not in repr(mail)


@pytest.mark.parametrize(
    ("name", "value"), [("HOST", "smtp"), ("PORT", "0"), ("PORT", "x"), ("SECURITY", "tls"), ("FROM", "tixing")]
)
def test_bad_settings_of_mail_are_refused_with_the_variable(monkeypatch: pytest.MonkeyPatch, name: str, value: str):
    monkeypatch.setenv(f"PARTYWORK_MAIL_{name}", value)
    with pytest.raises(EnvValidationError, match=f"PARTYWORK_MAIL_{name}"):
        mail_from(Env())


def test_a_mail_server_needs_a_sender_and_a_password_file_that_is_there(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PARTYWORK_MAIL_HOST", "smtp.example.cn")
    with pytest.raises(ValueError, match="PARTYWORK_MAIL_FROM"):
        mail_from(Env())
    monkeypatch.setenv("PARTYWORK_MAIL_FROM", "tixing@example.cn")
    monkeypatch.setenv("PARTYWORK_MAIL_PASSWORD_FILE", "missing-file")
    with pytest.raises(ValueError, match="missing-file"):
        mail_from(Env())
