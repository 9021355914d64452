"""The way out: only to allowed hosts, only to public addresses, no redirect, in bounded time."""

import socket
import ssl

import pytest

from partywork.reminders import outside
from partywork.reminders.outside import NotAllowed, NotKnown, NotSent, host_of, is_public, post_json

GOOD = "https://oapi.dingtalk.com/robot/send?access_token=x"


def test_nothing_is_allowed_unless_the_administrator_says_so():
    with pytest.raises(NotAllowed, match=r"没有允许发往“oapi\.dingtalk\.com”"):
        post_json(GOOD, {})


@pytest.mark.parametrize(
    "url",
    [
        "http://oapi.dingtalk.com/x", "https://oapi.dingtalk.com.evil.cn/x", "https://evil.cn/?oapi.dingtalk.com",
        "https://oapi.dingtalk.com@evil.cn/", "https://user:pass@oapi.dingtalk.com/", "https://oapi.dingtalk.com:8443/",
        "https://127.0.0.1/", "https://[::1]/", "https://oapi.dingtalk.com:x/", "file:///etc/passwd", "", "https://[",
        "//oapi.dingtalk.com/x", f"{GOOD}（群）", f"{GOOD} y", f"{GOOD}\x7f",
    ],
)  # fmt: skip
def test_only_https_to_exactly_the_allowed_name_on_its_usual_port(settings, url):
    settings.REMINDER_HOSTS = frozenset({"oapi.dingtalk.com"})
    assert host_of(GOOD) == "oapi.dingtalk.com"
    with pytest.raises(NotAllowed):
        host_of(url)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::a00:1", "2001:db8::1", "198.18.0.1", "192.0.2.1",
    ],
)  # fmt: skip
def test_addresses_of_this_computer_and_of_inner_networks_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "203.119.24.1", "2400:3200::1"])
def test_public_addresses(address):
    assert is_public(address)


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["8.8.8.8", "10.0.0.8"]])
def test_a_name_that_points_inside_is_not_connected_to(settings, monkeypatch, addresses):
    """Not even when one of its addresses is public."""
    settings.REMINDER_HOSTS = frozenset({"oapi.dingtalk.com"})
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]
    monkeypatch.setattr(outside.socket, "getaddrinfo", lambda *args, **kwargs: found)
    monkeypatch.setattr(outside.socket, "create_connection", lambda *args: pytest.fail("connected"))
    with pytest.raises(NotAllowed, match="内部网络"):
        post_json(GOOD, {})


def test_the_connection_goes_to_the_address_that_was_looked_at(settings, monkeypatch):
    """A name that answers otherwise the second time (DNS rebinding) is asked once only."""
    settings.REMINDER_HOSTS = frozenset({"oapi.dingtalk.com"})
    asked, gone_to = [], []

    def looked_up(host, port, **_):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("203.119.24.1", port))]

    def connect(address, seconds):
        gone_to.append(address)
        raise OSError

    monkeypatch.setattr(outside.socket, "getaddrinfo", looked_up)
    monkeypatch.setattr(outside.socket, "create_connection", connect)
    with pytest.raises(NotSent, match="连不上"):
        post_json(GOOD, {})
    assert (asked, gone_to) == (["oapi.dingtalk.com"], [("203.119.24.1", 443)])


def test_loopback_needs_the_tests_own_setting_and_the_list(robot, settings):
    assert post_json(robot.url, {"a": 1}).body == {"errcode": 0, "code": 0}
    settings.REMINDER_LOOPBACK = False
    with pytest.raises(NotAllowed):
        post_json(robot.url, {"a": 1})
    settings.REMINDER_LOOPBACK, settings.REMINDER_HOSTS = True, frozenset()
    with pytest.raises(NotAllowed):
        post_json(robot.url, {"a": 1})
    assert len(robot.got) == 1


def test_a_redirect_is_not_followed(robot):
    robot.status, robot.headers = 302, {"Location": robot.url.replace("/robot/", "/elsewhere/")}
    assert post_json(robot.url, {}).status == 302
    assert [path for path, _ in robot.got] == ["/robot/send?access_token=sentinel-token"]


def test_a_proxy_of_the_environment_is_not_used(robot, monkeypatch):
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert post_json(robot.url, {}).status == 200


def test_no_answer_is_not_the_same_as_not_sent(robot):
    robot.is_silent = True
    with pytest.raises(NotKnown):
        post_json(robot.url, {})


def test_an_answer_that_never_ends_is_left_in_time(settings):
    settings.REMINDER_LOOPBACK, settings.REMINDER_HOSTS = True, frozenset({"127.0.0.1"})
    with socket.create_server(("127.0.0.1", 0)) as server:  # takes the connection, says nothing
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        with pytest.raises(NotKnown, match="秒内没有回应"):
            post_json(url, {}, seconds=0.2)


def test_nobody_listening_is_not_sent(settings):
    settings.REMINDER_LOOPBACK, settings.REMINDER_HOSTS = True, frozenset({"127.0.0.1"})
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(NotSent, match="连不上"):
        post_json(f"http://127.0.0.1:{port}/", {})


def test_a_server_that_cannot_prove_who_it_is_gets_nothing(robot):
    """It speaks no TLS at all: the handshake fails before a word of the message is sent."""
    with pytest.raises(NotSent, match="安全证书"):
        post_json(robot.url.replace("http://", "https://"), {})
    assert robot.got == []
    assert ssl.create_default_context().check_hostname
