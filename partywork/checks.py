"""What ``manage.py check --deploy`` looks at besides Django's own checks, and the settings it lists."""

import os
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import get_default_password_validators
from django.core.checks import CheckMessage, Error, Info, Warning, register
from django.db import DatabaseError, connection

from partywork.audit import triggers

LONGEST_SESSION, LONGEST_IDLE = timedelta(hours=12), timedelta(minutes=30)
SHORTEST_SECRET = 50
HTTP_GIVES_UP = (
    "现在用的是明文 HTTP（PARTYWORK_TRANSPORT=http）：同一网络里的别人能截到密码、登录状态和页面内容，也能改动它们；"
    "浏览器不会核对服务器是不是本人。"
)
HTTP_HINT = "只有一台电脑自己用时可以这样；几台电脑用时请在前面装一个带证书的代理，并设 PARTYWORK_TRANSPORT=https。"

PROXY_UNNAMED = (
    "前面有代理，却没有写明它的地址：操作日志里每个人的来源地址都是代理的，登录锁定和次数限制也会把所有人算在一起。"
)
MOST_PROXIES = 256  # a cluster's own network; an office's is no proxy


@register(deploy=True)
def debug_is_off(**_: Any) -> list[CheckMessage]:
    if not settings.DEBUG:
        return []
    return [Error("调试模式开着，出错页会把内部情况给别人看。", hint="去掉 PARTYWORK_DEBUG。", id="partywork.E001")]


@register(deploy=True)
def hosts_are_named(**_: Any) -> list[CheckMessage]:
    if any("*" in host or host.startswith(".") for host in settings.ALLOWED_HOSTS):
        hint = "PARTYWORK_HOSTS 只写用来打开本系统的域名或地址。"
        return [Error("允许的域名里有通配符，别人可以伪造链接里的地址。", hint=hint, id="partywork.E002")]
    return []


@register(deploy=True)
def keys_are_private(**_: Any) -> list[CheckMessage]:
    """On POSIX only: Windows keeps access in lists that the file mode does not show."""
    said: list[CheckMessage] = []
    for path in _key_files():
        if os.name == "posix" and path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            said.append(
                Error(f"密钥文件能被其他用户读取：{path}", hint=f"请执行：chmod 600 {path}", id="partywork.E003")
            )
        if any(path.resolve().is_relative_to(place.resolve()) for place in _given_away()):
            said.append(Error(f"密钥文件和会被打包带走的文件放在一起：{path}", hint="移到别处。", id="partywork.E004"))
    if len(settings.SECRET_KEY) < SHORTEST_SECRET:
        said.append(Error("签名密钥太短。", hint="删掉密钥文件，启动时会另做一个（要重新登录）。", id="partywork.E005"))
    return said


def _key_files() -> list[Path]:
    return [Path(settings.SECRET_KEY_FILE), Path(settings.PARTYWORK_KEYS_FILE)]


def _given_away() -> list[Path]:
    return [Path(settings.BACKUP_DIR), Path(settings.MEDIA_ROOT), Path(str(settings.STATIC_ROOT)), *_static_folders()]


def _static_folders() -> list[Path]:
    return [Path(str(each[1] if isinstance(each, tuple) else each)) for each in settings.STATICFILES_DIRS]


@register(deploy=True)
def log_is_guarded(**_: Any) -> list[CheckMessage]:
    if not settings.AUDIT_IS_APPEND_ONLY:
        return [Error("操作日志防改动的开关被关掉了。", hint="去掉 AUDIT_IS_APPEND_ONLY。", id="partywork.E006")]
    try:
        has_table = triggers.EVENTS in connection.introspection.table_names()
        absent = triggers.missing() if has_table else []
    except DatabaseError:
        hint = "核对 DATABASE_URL，以及数据库是否开着。"
        return [Warning("连不上数据库，没有核对操作日志的触发器。", hint=hint, id="partywork.W007")]
    if absent:
        hint = "运行 python manage.py migrate 重新装上，再运行 verify_audit 核对。"
        return [Error("数据库里防止改动操作日志的触发器不全。", hint=hint, id="partywork.E007")]
    return []


@register(deploy=True)
def limits_hold(**_: Any) -> list[CheckMessage]:
    if settings.LIMITS_HOLD:
        return []
    return [Error("限制过量请求的开关被关掉了。", hint="去掉 LIMITS_HOLD。", id="partywork.E009")]


@register(deploy=True)
def transport_is_safe(**_: Any) -> list[CheckMessage]:
    if settings.TRANSPORT == "http":
        return [Warning(HTTP_GIVES_UP, hint=HTTP_HINT, id="partywork.W001")]
    loopback = {"127.0.0.1", "localhost", "[::1]"}
    if set(settings.ALLOWED_HOSTS) <= loopback:
        hint = "在 PARTYWORK_HOSTS 里写上证书的域名。"
        return [Warning("用 https，却只允许从本机打开。", hint=hint, id="partywork.W002")]
    return []


@register(deploy=True)
def addresses_are_true(**_: Any) -> list[CheckMessage]:
    """https comes from a proxy; ``serve --proxy`` is no setting and cannot be seen here."""
    if settings.TRANSPORT == "https" and not settings.PROXIES:
        hint = "PARTYWORK_PROXIES 写上代理的地址，如 127.0.0.1；用 manage.py serve --proxy 启动的不用管。"
        return [Warning(PROXY_UNNAMED, hint=hint, id="partywork.W010")]
    wide = [str(network) for network in settings.PROXIES if network.num_addresses > MOST_PROXIES]
    if wide:
        hint = "PARTYWORK_PROXIES 只写代理自己的地址。"
        told = f"信任的代理范围太大（{'、'.join(wide)}）：里面的每台电脑都能冒充别的来源地址。"
        return [Warning(told, hint=hint, id="partywork.W011")]
    return []


@register(deploy=True)
def backups_survive_the_disk(**_: Any) -> list[CheckMessage]:
    """On one disk they survive a mistake, not the disk."""
    backups, data = _existing(Path(settings.BACKUP_DIR)), _existing(Path(settings.VAR_DIR))
    if backups.stat().st_dev != data.stat().st_dev:
        return []
    hint = "用 PARTYWORK_BACKUP_DIR 指到另一块磁盘或网络存储，并常拷一份到别处。"
    return [Warning("备份和数据在同一块磁盘上，磁盘坏了会一起丢。", hint=hint, id="partywork.W003")]


def _existing(path: Path) -> Path:
    """The folder, or the nearest one above it that is there yet."""
    return path if path.exists() else _existing(path.parent)


@register(deploy=True)
def database_suits_the_servers(**_: Any) -> list[CheckMessage]:
    several = os.environ.get("WEB_CONCURRENCY", "1") not in ("", "0", "1")
    if connection.vendor == "sqlite" and several:
        hint = "用 DATABASE_URL 换成 PostgreSQL，或只开一个网页进程（manage.py serve）。"
        return [Warning("SQLite 数据库同时开了几个网页进程，写入会互相等待。", hint=hint, id="partywork.W004")]
    return []


@register(deploy=True)
def ways_out_are_safe(**_: Any) -> list[CheckMessage]:
    mail, said = settings.MAIL, []
    if mail.host and mail.security == "none":
        hint = "PARTYWORK_MAIL_SECURITY 设为 ssl 或 starttls。"
        said.append(Warning("发邮件不加密，邮箱密码和内容能被截到。", hint=hint, id="partywork.W005"))
    if settings.REMINDER_HOSTS and not settings.REMINDER_LINK:
        hint = "用 PARTYWORK_ADDRESS 写上打开本系统的网址。"
        said.append(Warning("提醒可以发到外面，但里面没有回来的链接。", hint=hint, id="partywork.W006"))
    return list(said)


@register(deploy=True)
def sessions_and_passwords_hold(**_: Any) -> list[CheckMessage]:
    said: list[CheckMessage] = []
    if settings.SESSION_TIMES.most > LONGEST_SESSION or settings.SESSION_TIMES.idle > LONGEST_IDLE:
        hint = "PARTYWORK_SESSION_HOURS 不超过12，PARTYWORK_IDLE_MINUTES 不超过30。"
        said.append(Warning("登录一次能用的时间太长。", hint=hint, id="partywork.W008"))
    if not get_default_password_validators():
        said.append(Error("密码没有任何规则。", hint="恢复默认规则。", id="partywork.E008"))
    if settings.TWO_FACTOR == "off":
        hint = "PARTYWORK_TWO_FACTOR 设为 managers，下次登录时会带着绑定手机。"
        said.append(Warning("管理员只凭密码就能登录（等保三级要求两种鉴别方式）。", hint=hint, id="partywork.W009"))
    return said


@register(deploy=True)
def settings_in_use(**_: Any) -> list[CheckMessage]:
    """No fault: what this install runs with. Nothing secret is among it."""
    lines = [f"  {label}（{name}）：{value()}" for label, name, value in LISTED]
    return [Info("现在的设置：\n" + "\n".join(lines), id="partywork.I001")]


def _database_said() -> str:
    held = connection.settings_dict
    place = f"{held['HOST']}:{held['PORT']}/" if held.get("HOST") else ""
    return f"{connection.vendor} {place}{held['NAME']}"


def _mail_said() -> str:
    return (
        f"{settings.MAIL.host}:{settings.MAIL.port}（{settings.MAIL.security}）" if settings.MAIL.host else "不发邮件"
    )


LISTED: tuple[tuple[str, str, Callable[[], object]], ...] = (
    ("数据目录", "PARTYWORK_VAR", lambda: settings.VAR_DIR),
    ("数据库", "DATABASE_URL", _database_said),
    ("传输", "PARTYWORK_TRANSPORT", lambda: settings.TRANSPORT),
    ("允许的域名", "PARTYWORK_HOSTS", lambda: "、".join(settings.ALLOWED_HOSTS)),
    ("信任的来源", "PARTYWORK_ORIGINS", lambda: "、".join(settings.CSRF_TRUSTED_ORIGINS) or "无"),
    ("信任的代理", "PARTYWORK_PROXIES", lambda: "、".join(map(str, settings.PROXIES)) or "没有"),
    ("签名密钥", "PARTYWORK_SECRET_KEY_FILE", lambda: settings.SECRET_KEY_FILE),
    ("加密密钥", "PARTYWORK_KEYS_FILE", lambda: settings.PARTYWORK_KEYS_FILE),
    ("运行日志", "PARTYWORK_LOG_DIR", lambda: settings.LOG_DIR),
    ("运行日志级别", "PARTYWORK_LOG_LEVEL", lambda: settings.LOG_LEVEL),
    ("三员分设", "PARTYWORK_THREE_ADMINS", lambda: "启用" if settings.THREE_ADMINS else "没有启用"),
    ("密码最少几位", "PARTYWORK_PASSWORD_POLICY", lambda: settings.PASSWORD_POLICY.length),
    ("双因素登录", "PARTYWORK_TWO_FACTOR", lambda: settings.TWO_FACTOR),
    ("不用几分钟后退出", "PARTYWORK_IDLE_MINUTES", lambda: settings.SESSION_TIMES.idle.seconds // 60),
    ("登录一次最多几小时", "PARTYWORK_SESSION_HOURS", lambda: settings.SESSION_TIMES.most / timedelta(hours=1)),
    ("错几次锁定", "PARTYWORK_LOCK_AFTER", lambda: settings.LOCKOUT.failures),
    ("备份目录", "PARTYWORK_BACKUP_DIR", lambda: settings.BACKUP_DIR),
    ("备份时间", "PARTYWORK_BACKUP_HOUR", lambda: f"{settings.BACKUP_HOUR}时"),
    ("留几天备份", "PARTYWORK_BACKUPS_KEPT", lambda: settings.BACKUPS_KEPT),
    ("表单最大字节", "PARTYWORK_UPLOAD_BYTES", lambda: settings.DATA_UPLOAD_MAX_MEMORY_SIZE),
    ("附件最大字节", "PARTYWORK_ATTACHMENT_BYTES", lambda: settings.ATTACHMENT_BYTES),
    ("提醒可发往", "PARTYWORK_REMINDER_HOSTS", lambda: "、".join(sorted(settings.REMINDER_HOSTS)) or "不发到外面"),
    ("提醒时间", "PARTYWORK_REMINDER_HOUR", lambda: f"{settings.REMINDER_HOUR}时"),
    ("本系统的网址", "PARTYWORK_ADDRESS", lambda: settings.REMINDER_LINK or "没有写"),
    ("发邮件", "PARTYWORK_MAIL_HOST", _mail_said),
)
