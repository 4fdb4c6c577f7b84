"""One settings file; what differs between installations comes from the environment.

`docs/operations.md` lists the variables. In the demo, `manage.py demo` makes the secrets at first start
and keeps them in DATA_DIR/secrets.env, outside git.
"""

import tomllib
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONCE, NONE, SELF  # noqa: F401
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION: str = tomllib.loads((BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
env = environ.Env()
DATA_DIR = Path(env("DATA_DIR", default=str(BASE_DIR / "var")))
env.read_env(DATA_DIR / "secrets.env")

DEMO = env.bool("DEMO", default=False)
DEMO_DATA = "config.demo"  # the module whose load() fills an empty demo database
DEMO_PEOPLE = "people.sign_in.demo.demo_people"  # whom one may sign in as there
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY")
# Keys of sealed text, base64 of 32 bytes each: the first encrypts, all decrypt (core/sealed.py).
TEXT_KEYS = env.list("TEXT_KEYS")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env("SITE_URL", default="http://localhost:8000")  # for links in mail, without a slash at the end
# The employer's own: these hold until HR has saved its settings in the browser for the first time (core/organisation)
EMPLOYER_NAME = env("EMPLOYER_NAME", default="Kotikunta")
# Whom people write to about their data, and about accessibility: an e-mail address or a sentence
PRIVACY_CONTACT = env("PRIVACY_CONTACT", default="")
ACCESSIBILITY_CONTACT = env("ACCESSIBILITY_CONTACT", default="")
# Between these hours mail waits, unless it is about signing in or about something before the morning; empty: never
_QUIET = env("QUIET_HOURS", default="" if DEMO else "17-7")
QUIET_HOURS = tuple(int(hour) for hour in _QUIET.split("-")) if _QUIET else ()
# Stands on memos when the organisation sets it: "Salassa pidettävä (JulkL 24 § 1 mom. 25 k)", for instance
SECRECY_MARK = env("SECRECY_MARK", default="")
# The organiser's lines at the foot of a programme sheet, in Finnish and in Swedish; without them the employer's name
_FOOTERS = (
    "Kotikunta, PL 12, 00000 Kotikunta · puhelin 0100 000 000 · Y-tunnus 0000000-0",
    "Kotikunta, PB 12, 00000 Kotikunta · telefon 0100 000 000 · FO-nummer 0000000-0",
)
ORGANISER_FOOTER_FI = env("ORGANISER_FOOTER_FI", default=_FOOTERS[0] if DEMO else "")
ORGANISER_FOOTER_SV = env("ORGANISER_FOOTER_SV", default=_FOOTERS[1] if DEMO else "")

INSTALLED_APPS = [
    "core",
    "rooms",
    "people",
    "vatupassi",
    "verme",
    "workshops",
    "support",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "core.middleware.unavailable",
    "core.middleware.closed_features",
    "rooms.live.poll",  # before everything that a poll does not need
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # with random length against BREACH, which a proxy's would lack
    "core.middleware.ContentSecurityPolicy",
    "core.middleware.nameless",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "core.texts.cleaning.clean_requests",  # before CSRF, which reads the form
    "django.middleware.csrf.CsrfViewMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.whole_page_redirects",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.middleware.own_language",
    "people.sign_in.shared_device.sign_out_unused",
    "core.middleware.private_pages",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "people.second_step.middleware.second_step",
    "core.middleware.read_only_get",
    "vatupassi.conversation.restriction.keep_text",
]

FILE_UPLOAD_HANDLERS = [
    "people.roster.upload.InMemory",  # files of people never touch a disk
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "core.forms.Renderer"
TEMPLATES = [
    {
        "NAME": "jinja2",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "environment": "config.jinja.environment",
            "keep_trailing_newline": True,
            "context_processors": [
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context.site",
            ],
        },
    },
    {  # what allauth and others bring and we do not show otherwise
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

# Database: SQLite in the demo, PostgreSQL in real use
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}")}
_db = DATABASES["default"]
if "sqlite" in _db["ENGINE"]:
    _db.setdefault("OPTIONS", {}).update(
        transaction_mode="IMMEDIATE",
        timeout=10,
        init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    )
    _db["CONN_MAX_AGE"] = None
else:
    _db.setdefault("OPTIONS", {}).update(
        connect_timeout=5,
        server_side_binding=True,  # the values go beside the statement, which is so the same each time
        prepare_threshold=1,  # and PostgreSQL keeps its plan from the second time on
        # what pages ask for lies in memory: PostgreSQL's own guess is a turning disk's, and reads whole tables instead
        options="-c random_page_cost=1.1 -c statement_timeout=15000 -c lock_timeout=8000"
        " -c idle_in_transaction_session_timeout=30000 -c plan_cache_mode=force_generic_plan -c jit=off",
    )
    _db["CONN_MAX_AGE"] = 600
    _db["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sign-in limits and used one-time codes stand in the cache: one for all workers, which drops only what has expired
CACHES = {"default": {"BACKEND": "core.limits.LimitCache"}}

# People and sign-in
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["people.backend.Backend"]  # open sessions hold this path
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
PASSWORD_RESET_TIMEOUT = 24 * 3600
ACCOUNT_ADAPTER = "people.sign_in.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "people.sign_in.forms.SignInForm",
    "reset_password": "people.sign_in.forms.PasswordForgottenForm",
    "reset_password_from_key": "people.sign_in.forms.PasswordFromLinkForm",
    "set_password": "people.sign_in.forms.PasswordSetForm",
    "change_password": "people.sign_in.forms.PasswordChangeForm",
    "reauthenticate": "people.sign_in.forms.PasswordAgainForm",
}
# A whole town hall may stand behind one address, so the limits by address are wide and those by account narrow
# (people/sign_in/allowances.py: the key is the account).
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "60/m/ip",
    "password_tried": "5/5m/key",
    "code_tried": "5/5m/key",
    "activate": "60/m/ip,5/5m/key",
}
# How many proxies of our own stand in front, so that limits count the people's addresses and not the proxy's
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PROXIES", default=0 if DEMO or DEBUG else 1)
MFA_ADAPTER = "people.second_step.adapter.MFAAdapter"
MFA_FORMS = {
    "authenticate": "people.second_step.forms.SecondStepForm",
    "reauthenticate": "people.second_step.forms.SecondStepAgainForm",
    "activate_totp": "people.second_step.forms.SecondStepOnForm",
    "add_webauthn": "people.second_step.forms.PasskeyForm",
    "login_webauthn": "people.second_step.forms.PasskeySignInForm",
    "authenticate_webauthn": "people.second_step.forms.PasskeyStepForm",
    "reauthenticate_webauthn": "people.second_step.forms.PasskeyAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True  # a passkey is something that one has, opened by what one knows or is: both steps
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}  # nothing can be guessed there; a town hall has one address
MFA_TOTP_TOLERANCE = 1  # the code before and after do as well: clocks differ and people type slowly

# Work accounts: who signs in at the organisation's own directory (docs/operations.md, “Work accounts”)


def _work_account(name: str) -> dict[str, Any]:
    def said(key: str, default: str = "") -> str:
        return str(env(f"WORK_ACCOUNT_{name.upper().replace('-', '_')}_{key}", default=default))

    return {
        "id": name,
        "issuer": said("ISSUER").rstrip("/"),
        "client_id": said("CLIENT_ID"),
        "secret": said("CLIENT_SECRET"),
        "title": said("TITLE"),  # empty: the employer's name, as HR has set it
        "scope": said("SCOPE", "openid profile").split(),
        "token_auth": said("TOKEN_AUTH"),  # client_secret_basic or client_secret_post; empty: as the provider says
        "second_step": said("SECOND_STEP").split(),  # values of amr or acr that count as a second step; empty: none
        "sign_out": said("SIGN_OUT", "offer"),  # offer, always or never
    }


WORK_ACCOUNTS = [_work_account(name) for name in env.list("WORK_ACCOUNTS", default=[])]
SOCIALACCOUNT_ADAPTER = "people.work_account.adapter.WorkAccountAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"provider_class": "people.work_account.openid.WorkAccountProvider"}}
SOCIALACCOUNT_STORE_TOKENS = False

# Where nobody is signed in and no session is read: people answer surveys; a picture that browsers may keep
NAMELESS_PATHS = ("/vastaa/", "/logo/")
SESSION_ENGINE = "core.sessions"
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", default=8) * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = False  # our JavaScript reads it when it sends: a new sign-in changes it
CSRF_FAILURE_VIEW = "core.views.csrf_failure"

# Transport: everything over TLS except on a developer's or the demo's own machine
SECURE = env.bool("SECURE", default=not (DEMO or DEBUG))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = False  # the proxy's task
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
# The proxy redirects (W008); whether the whole domain keeps to TLS is for its owner to say (W005, W021)
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W008", "security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# No page uses these, so nothing that got into one could. A new use takes its name out here.
PERMISSIONS_POLICY = {
    *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media", "fullscreen"),
    *("geolocation", "gyroscope", "hid", "idle-detection", "magnetometer", "microphone", "midi", "payment"),
    *("picture-in-picture", "screen-wake-lock", "serial", "storage-access", "usb"),
    *("xr-spatial-tracking",),
}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        # markup and code reach the page only through the policies of static/js/app.js
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["default", "seen"],
    }
}

# Languages: Finnish first, Swedish equal, English third
LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English"))]
EASY_FINNISH = "fi-selko"  # another wording of Finnish, no fourth language (docs/decisions/0044-easy-finnish.md)
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["core.formats"]
LANGUAGE_COOKIE_SECURE = SECURE
TIME_ZONE = "Europe/Helsinki"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
FONTS_DIR = DATA_DIR / "fonts"  # cut at set-up by bin/fonts.py; served as static files and used in PDFs
STATICFILES_DIRS = [BASE_DIR / "static", ("fonts", FONTS_DIR / "web")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "core.static.HashedStaticFiles"},
}

# Mail always leaves through the outbox (core/outbox.py); in the demo it is read in the browser
_mail = env.email_url("EMAIL_URL", default="smtp://localhost:25")
if _mail["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend":
    _mail["EMAIL_BACKEND"] = "core.smtp.EmailBackend"
vars().update(_mail)
if DEMO:
    EMAIL_BACKEND = "core.demo_mail.MailFolder"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("MAIL_FROM", default="varhainen-tuki@localhost")

# Encrypted backups and the journal beside them (core/backup); the public key, whose private one is not on this machine
BACKUP_DIR = env("BACKUP_DIR", default="")
BACKUP_RECIPIENT = env("BACKUP_RECIPIENT", default="")
METRICS_TOKEN = env("METRICS_TOKEN", default="")  # who sends it reads /metrics; empty: there is no such page
ALSO_EXAMINED = ["people.work_account.examine"]  # what `manage.py doctor` looks at beside core's own
ENDED_BY_RESTORE = {  # what opens something without a password: each says how many it has ended
    "sessions": "people.sign_in.actions.end_all_sessions",
    "calendar addresses": "verme.calendar.actions.end_all",
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "slow"]}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "core.logs.WordlessFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
        "json": {"()": "core.logs.JsonFormatter"},
    },
    # LOG_FORMAT=json: a line for each record that programs read
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": env("LOG_FORMAT", default="plain")}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Django would write an error with its text beside ours
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": [], "level": "INFO", "propagate": False},  # runserver's writes addresses
        "weasyprint": {"level": "WARNING"},
    },
}
