"""How each kind of target is spoken to: the form of the message, the signature, and what its answer means."""

import base64
import hashlib
import hmac
import smtplib
from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import quote_plus

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email

from partywork.reminders.enums import Channel
from partywork.reminders.models import ReminderTarget
from partywork.reminders.outside import NotAllowed, NotKnown, NotSent, host_of, post_json
from partywork.reminders.texts import TITLE

MAIL_OFF = "这台服务器没有设置发件邮箱，请先请系统管理员设置。"
CUT = "邮件服务器中断了连接，没有确认"
# What the robots' own codes mean, for those a manager can do something about.
MEANINGS = {
    310000: "请核对机器人的安全设置：关键词填“提醒”，或填对加签密钥",
    400101: "网址里的标识不对，请重新复制",
    93000: "网址里的标识不对或机器人已被移出，请重新复制",
    45009: "发得太频繁，对方暂时不收",
    19021: "请核对机器人的签名校验密钥",
    19024: "请核对机器人的安全设置：关键词填“提醒”",
    19001: "网址里的标识不对，请重新复制",
}


def host_for(channel: str, address: str) -> str:
    """The host (of a mailbox its domain) an address leads to. Raises ValidationError where nothing may go there."""
    try:
        return _mail_domain(address) if channel == Channel.EMAIL else host_of(address)
    except NotAllowed as error:
        raise ValidationError({"address": str(error)}) from None


def _mail_domain(address: str) -> str:
    try:
        validate_email(address)
    except ValidationError:
        raise NotAllowed("邮箱的写法不对，请核对，如 dangjian@example.cn。") from None
    domain = address.rpartition("@")[2].lower()
    if domain not in settings.REMINDER_HOSTS:
        raise NotAllowed(f"管理员没有允许发往“{domain}”的邮箱，请先请系统管理员在服务器上放行。")
    if not settings.EMAIL_HOST:
        raise NotAllowed(MAIL_OFF)
    return domain


def deliver(target: ReminderTarget, text: str, now: datetime) -> None:
    """Hand a message over. Raises NotSent or NotKnown, with a reason that names neither address nor secret."""
    if target.channel == Channel.EMAIL:
        _mail(target.address, text)
    else:
        ROBOTS[Channel(target.channel)](target, text, now)


def _mail(address: str, text: str) -> None:
    _mail_domain(address)
    first, _, rest = text.partition("\n")
    server = get_connection()
    try:
        server.open()
    except (smtplib.SMTPException, OSError):
        raise NotSent("连不上邮件服务器，或它不认发件邮箱的密码") from None
    try:
        server.send_messages([EmailMessage(subject=first, body=rest, to=[address])])
    except smtplib.SMTPServerDisconnected:
        raise NotKnown(CUT) from None
    except smtplib.SMTPException:
        raise NotSent("邮件服务器没有收下，请核对邮箱") from None
    except OSError:
        raise NotKnown(CUT) from None
    finally:
        server.close()


def _wecom(target: ReminderTarget, text: str, _now: datetime) -> None:
    """Its robots have no signature; the address is the key."""
    _said(target.address, {"msgtype": "markdown", "markdown": {"content": text}}, "errcode")


def _dingtalk(target: ReminderTarget, text: str, now: datetime) -> None:
    """With 加签: milliseconds and the secret, signed with the secret, in the address."""
    address = target.address
    if target.secret:
        stamp = str(int(now.timestamp() * 1000))
        sign = dingtalk_sign(stamp, target.secret)
        address += ("&" if "?" in address else "?") + f"timestamp={stamp}&sign={sign}"
    body = {"msgtype": "markdown", "markdown": {"title": TITLE, "text": text.replace("\n", "\n\n")}}
    _said(address, body, "errcode")


def dingtalk_sign(stamp: str, secret: str) -> str:
    digest = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
    return quote_plus(base64.b64encode(digest))


def _feishu(target: ReminderTarget, text: str, now: datetime) -> None:
    """With 签名校验: seconds and the secret are the key that signs nothing, in the body."""
    body: dict[str, object] = {"msg_type": "text", "content": {"text": text}}
    if target.secret:
        stamp = str(int(now.timestamp()))
        digest = hmac.new(f"{stamp}\n{target.secret}".encode(), b"", hashlib.sha256).digest()
        body |= {"timestamp": stamp, "sign": base64.b64encode(digest).decode()}
    _said(target.address, body, "code")


def _said(address: str, body: Mapping[str, object], code_key: str) -> None:
    """Post, and read the robot's answer: nought is well. Its own words are not kept, they may hold the key."""
    answer = post_json(address, body)
    code = answer.body.get(code_key) if isinstance(answer.body, dict) else None
    if answer.status == 200 and code == 0:
        return
    if answer.status == 200 and isinstance(code, int):
        reason = MEANINGS.get(code)
        raise NotSent(f"对方没有收下（代码{code}）" + (f"：{reason}" if reason else ""))
    if 300 <= answer.status < 400:
        raise NotSent("对方要求转到别的网址，没有照办，请核对网址")
    raise NotSent(f"对方没有收下（回应{answer.status}）")


ROBOTS: dict[Channel, Callable[[ReminderTarget, str, datetime], None]] = {
    Channel.WECOM: _wecom, Channel.DINGTALK: _dingtalk, Channel.FEISHU: _feishu,
}  # fmt: skip
