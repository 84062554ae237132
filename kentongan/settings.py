"""Settings: everything that differs between sites comes from KENTONGAN_* variables, the rest stands here."""

import os
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONCE, NONE, SELF

from kentongan.sqlite import use_modern_sqlite

use_modern_sqlite()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("KENTONGAN_DATA", BASE_DIR / "var"))
DEFAULT_SECRET_KEY = "only-for-tests-and-demonstration"  # noqa: S105 refused by `kentongan check` in production
SECRET_KEY_FILE = Path(os.environ.get("KENTONGAN_SECRET_KEY_FILE", DATA_DIR / "secret-key"))
SECRET_KEY = os.environ.get("KENTONGAN_SECRET_KEY") or (
    SECRET_KEY_FILE.read_text().strip() if SECRET_KEY_FILE.exists() else DEFAULT_SECRET_KEY
)
DEBUG = os.environ.get("KENTONGAN_DEBUG") == "1"
PRODUCTION = os.environ.get("KENTONGAN_PRODUCTION") == "1"
ALLOWED_HOSTS = os.environ.get("KENTONGAN_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("KENTONGAN_ORIGINS", "").split(",") if o]

# The kabupaten or kota whose desk hears of a report when nobody knows where it belongs.
HOME_REGION = os.environ.get("KENTONGAN_HOME", "35.08")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "template_partials",
    "csp",
    "kentongan.people",  # before allauth: its pages are drawn with our templates and words
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "kentongan.events",
    "kentongan.wilayah",
    "kentongan.alerts",
    "kentongan.reports",
    "kentongan.cases",
    "kentongan.watch",
    "kentongan.gladi",
    "kentongan.drills",
    "kentongan.web",
    "kentongan.upkeep",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "kentongan.web.middleware.ProgramsMiddleware",  # programs go no further
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "kentongan.web.middleware.SizeMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kentongan.web.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "csp.middleware.CSPMiddleware",
    "kentongan.web.middleware.RefusedMiddleware",
    "kentongan.people.middleware.StandingMiddleware",
    "kentongan.people.middleware.PolicyMiddleware",
]

# What an answer to a program goes through, after security and compression.
PROGRAMS_MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kentongan.web.middleware.LanguageMiddleware",
    "kentongan.people.middleware.StandingMiddleware",
]

ROOT_URLCONF = "kentongan.urls"
WSGI_APPLICATION = "kentongan.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]


def sqlite(path: Path) -> dict[str, Any]:
    """Return the settings of a SQLite database that keeps what it acknowledged (TRUST P1, P2)."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # Checkpoints after 32 MB instead of 4: a report touches two dozen pages, mostly the same ones.
            # 8 MB of pages for each of the two dozen threads of the web server.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;"
            " PRAGMA cache_size=-8192; PRAGMA journal_size_limit=67108864; PRAGMA mmap_size=0;"
            " PRAGMA wal_autocheckpoint=8000;",
        },
    }


def postgresql(address: str) -> dict[str, Any]:
    """Return the settings of a PostgreSQL database from postgresql://user:word@host:port/name or ?host=/socket."""
    parts = urlsplit(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": dict(parse_qsl(parts.query)).get("host", parts.hostname or ""),
        "PORT": str(dict(parse_qsl(parts.query)).get("port", parts.port or "")),
        # As many as the web server works on at once: no page waits for another's connection.
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 24}, "options": "-c synchronous_commit=on"},
    }


_address = os.environ.get("KENTONGAN_DATABASE", "")
DATABASES = {"default": postgresql(_address) if _address else sqlite(DATA_DIR / "kentongan.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "kentongan.people.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # a kabupaten without a mail server must be able to log in
# Empty: no mail is sent, and whoever asks for some is told so.
EMAIL_HOST = os.environ.get("KENTONGAN_MAIL_HOST", "")
DEFAULT_FROM_EMAIL = os.environ.get("KENTONGAN_MAIL_FROM", "kentongan@localhost")
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_USERNAME_MIN_LENGTH = 3
# Failures count by name, not by address: behind the proxy of the office, and behind one phone mast, all addresses
# are one, and whoever mistypes ten times a minute would keep every officer out.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "5/5m/key", "reauthenticate": "10/m/user"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Kentongan"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION

FORM_RENDERER = "kentongan.web.forms.Renderer"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
# `rules` is no Django app, so its translations are named here.
LOCALE_PATHS = [BASE_DIR / "kentongan" / "rules" / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {"BACKEND": "kentongan.reports.storage.PrivateStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
X_FRAME_OPTIONS = "DENY"
# Pages that people open first carry the style sheet in themselves: on slow 4G a second request costs half a second.
# The policy knows the sheet by its digest, so that no page changes from one answer to the next.
SHEET = (BASE_DIR / "kentongan" / "web" / "static" / "web" / "app.css").read_text()
SHEET_DIGEST = b64encode(sha256(SHEET.encode()).digest()).decode()
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE, f"'sha256-{SHEET_DIGEST}'"],
        "img-src": [SELF, "data:", "blob:"],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

REACTIONS = "kentongan.wiring.HANDLERS"
