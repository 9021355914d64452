"""Settings, read from the environment; a bad value stops the program with a sentence that says why.

Nothing here holds a secret: keys are made on first run in private files below PARTYWORK_VAR.
"""

from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from environs import Env, validate

from partywork.common.faces import faces_from
from partywork.common.outward import address_from, hosts_from, mail_from
from partywork.common.proxies import proxies_from
from partywork.common.secrets import secret_key_from
from partywork.common.signing_in import lockout_from, password_policy_from, session_times_from, two_factor_from

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()

VAR_DIR = env.path("PARTYWORK_VAR", default=BASE_DIR / "var")
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = env.bool("PARTYWORK_DEBUG", default=False)
# A plain-HTTP office network is the default install; "https" turns on HSTS and secure cookies.
TRANSPORT = env.str("PARTYWORK_TRANSPORT", default="http", validate=validate.OneOf(["http", "https"]))
ALLOWED_HOSTS = env.list("PARTYWORK_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("PARTYWORK_ORIGINS", default=[])
# Whose X-Forwarded-For says where a request comes from; without a word of the administrator nobody's.
PROXIES = proxies_from(env, "PARTYWORK_PROXIES")
SECRET_KEY_FILE = env.path("PARTYWORK_SECRET_KEY_FILE", default=VAR_DIR / "keys" / "secret_key")
SECRET_KEY = secret_key_from(SECRET_KEY_FILE)
PARTYWORK_KEYS_FILE = env.path("PARTYWORK_KEYS_FILE", default=VAR_DIR / "keys" / "keyring.json")
LOG_DIR = env.path("PARTYWORK_LOG_DIR", default=VAR_DIR / "log")
LOG_DIR.mkdir(parents=True, exist_ok=True)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "csp",
    "axes",
    "partywork",
    "summaries",
]

MIDDLEWARE = [
    "partywork.common.proxies.ClientAddress",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "partywork.pages.compression.CompressPages",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "partywork.audit.middleware.AuditContextMiddleware",
    "partywork.accounts.middleware.ScopeMiddleware",
    "partywork.accounts.inspections.InspectionMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "partywork.pages.busy.BusyMiddleware",
    "axes.middleware.AxesMiddleware",
    "partywork.limits.middleware.LimitMiddleware",
]

ROOT_URLCONF = "partywork.urls"
WSGI_APPLICATION = "partywork.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "partywork.nav.context",
            ],
            "builtins": ["partywork.pages.kept", "partywork.pages.icons"],
        },
    }
]

# ── Database: SQLite in WAL mode on one PC; DATABASE_URL moves to PostgreSQL without a change of code ──
DATABASES = {
    "default": dj_database_url.parse(
        env.str("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'partywork.sqlite3'}"),
        conn_max_age=60,
        conn_health_checks=True,  # a node whose database was restarted goes on with the next request
    )
}
LOCK_SECONDS = 20  # a write waits so long for another one, then the page asks to come back
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": LOCK_SECONDS,
        # FULL: what was acknowledged is on the disk, also after a power cut; NORMAL could lose the last seconds.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
    # Tests use a file, not memory: the browser tests read it from a second thread.
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}
else:
    _given = DATABASES["default"].get("OPTIONS", {})  # by the address itself
    # jit: figures are wide statements over few rows; compiling one to machine code takes longer than running it.
    _options = f"-c lock_timeout={LOCK_SECONDS}s -c jit=off"
    DATABASES["default"]["OPTIONS"] = {"connect_timeout": 10, "options": _options, **_given}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ── Accounts ──
AUTH_USER_MODEL = "partywork.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
PASSWORD_POLICY = password_policy_from(env)  # what the validators below read
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "partywork.accounts.password_rules.Length"},
    {"NAME": "partywork.accounts.password_rules.Classes"},
    {"NAME": "partywork.accounts.password_rules.Guessed"},
    {"NAME": "partywork.accounts.password_rules.UsedBefore"},
]
# 三员: who keeps accounts, gives roles and reads the log are three people who see no business data.
THREE_ADMINS = env.str("PARTYWORK_THREE_ADMINS", default="off", validate=validate.OneOf(["on", "off"])) == "on"
TWO_FACTOR = two_factor_from(env)
SESSION_TIMES = session_times_from(env)
SESSION_ENGINE = "partywork.accounts.sessions"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# ── Locks after failed logins: axes asks our guard, which keeps no name, no password and nothing that was typed ──
LOCKOUT = lockout_from(env)
AXES_HANDLER = "partywork.accounts.guard.SignInGuard"
AXES_LOCKOUT_CALLABLE = "partywork.accounts.guard.locked_page"
AXES_USERNAME_CALLABLE = "partywork.accounts.guard.key_of_request"
AXES_CLIENT_IP_CALLABLE = "partywork.accounts.guard.address_of"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT, AXES_COOLOFF_TIME = LOCKOUT.failures, LOCKOUT.time
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the page says when to come back, and that stays true
AXES_DISABLE_ACCESS_LOG, AXES_ENABLE_ADMIN, AXES_VERBOSE = True, False, False

AUDIT_IS_APPEND_ONLY = True  # by triggers of the database; only the tests, which empty tables, go without
LIMITS_HOLD = True  # of limits/rules.py; only the tests, which ask a hundred times in a second, go without
AUDIT_ANCHORS_FILE = VAR_DIR / "audit" / "anchors.txt"  # ends of the chain, noted outside the database

# ── Transport and content security ──
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if TRANSPORT == "https":
    SECURE_SSL_REDIRECT = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    # The browser takes such a cookie from this very host alone, and only over https.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = [r"^health/$", r"^ready/$"]  # whatever watches over the server asks beside the proxy
# Whether names below the office's own are all https is not ours to say; what plain HTTP gives up partywork.W001 says.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
if TRANSPORT == "http":
    SILENCED_SYSTEM_CHECKS += ["security.W004", "security.W008", "security.W012", "security.W016"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap's form icons are data: images
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = env.int(
    "PARTYWORK_UPLOAD_BYTES", default=10 * 1024 * 1024, validate=validate.Range(min=1024)
)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# ── Language and time: the users' ──
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["partywork.formats"]

# ── Faces of the Word files, by name; what is not set is in the usual official face (word.template.Faces) ──
DOCUMENT_FACES = faces_from(env)

# ── Reminders outside the product: off until the administrator names the computers they may go to ──
REMINDER_HOSTS = hosts_from(env, "PARTYWORK_REMINDER_HOSTS")
REMINDER_HOUR = env.int("PARTYWORK_REMINDER_HOUR", default=8, validate=validate.Range(min=0, max=23))
REMINDER_LINK = address_from(env, "PARTYWORK_ADDRESS")
REMINDER_LOOPBACK = False  # for the tests' own server alone; no variable turns it on
MAIL = mail_from(env)
EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = MAIL.backend, MAIL.host, MAIL.port
EMAIL_USE_SSL, EMAIL_USE_TLS = MAIL.security == "ssl", MAIL.security == "starttls"
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_TIMEOUT = MAIL.user, MAIL.password, 10
DEFAULT_FROM_EMAIL = MAIL.sender

# ── Files ──
STATIC_URL = "/static/"
MANUAL_ROOT = BASE_DIR / "docs" / "手册"  # the user's manual, as the pages under 使用手册 show it
STATICFILES_DIRS = [BASE_DIR / "static", ("manual", MANUAL_ROOT / "图")]
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = VAR_DIR / "media"  # never served by address: a view asks first who may see what the file belongs to
AUDIT_ARCHIVE_DIR = MEDIA_ROOT / "audit"  # among the uploaded files, so that backups hold it
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
ATTACHMENT_BYTES = env.int(
    "PARTYWORK_ATTACHMENT_BYTES", default=20 * 1024 * 1024, validate=validate.Range(min=1024, max=200 * 1024 * 1024)
)
ATTACHMENTS_AT_ONCE = 10
REQUEST_BYTES = ATTACHMENTS_AT_ONCE * ATTACHMENT_BYTES + DATA_UPLOAD_MAX_MEMORY_SIZE  # the server takes no larger one
BACKUP_DIR = env.path("PARTYWORK_BACKUP_DIR", default=VAR_DIR / "backups")  # better on another disk
BACKUP_HOUR = env.int("PARTYWORK_BACKUP_HOUR", default=12, validate=validate.Range(min=0, max=23))  # the PC is on
BACKUPS_KEPT = env.int("PARTYWORK_BACKUPS_KEPT", default=14, validate=validate.Range(min=1, max=1000))
FIXTURES_ROOT = BASE_DIR / "fixtures"
TEST_RUNNER = "django.test.runner.DiscoverRunner"

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# ── Logs: rotating, with a request id, personal numbers masked before anything is written ──
LOG_LEVEL = env.str(
    "PARTYWORK_LOG_LEVEL", default="WARNING", validate=validate.OneOf(["DEBUG", "INFO", "WARNING", "ERROR"])
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "partywork.audit.context.RequestIdFilter"},
        "redact": {"()": "partywork.audit.redaction.RedactingFilter"},
    },
    "formatters": {
        "line": {"format": "{asctime} {levelname} {request_id} {name} {message}", "style": "{"},
    },
    "handlers": {
        "file": {
            "class": "logging.handlers.RotatingFileHandler",
            "filename": LOG_DIR / "partywork.log",
            "maxBytes": 5_000_000,
            "backupCount": 10,
            "encoding": "utf-8",
            "delay": True,
            "formatter": "line",
            "filters": ["request_id", "redact"],
        },
        "console": {
            "class": "logging.StreamHandler",
            "level": LOG_LEVEL,
            "formatter": "line",
            "filters": ["request_id", "redact"],
        },
    },
    "root": {"handlers": ["file", "console"], "level": LOG_LEVEL},
    "loggers": {"partywork.audit.anchors": {"level": "INFO"}},  # each note stands in the log as well
}
