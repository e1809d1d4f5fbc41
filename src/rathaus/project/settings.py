"""Django settings; everything that differs between machines comes from project.env."""

from pathlib import Path

from rathaus.project.env import environment
from rathaus.project.job_middleware import in_town
from rathaus.project.metrics import collect_over_processes

BASE_DIR = Path(__file__).resolve().parents[3]
ENV = environment()

RATHAUS_MODE = ENV.mode
IS_PRODUCTION = ENV.mode == "production"
RATHAUS_PG_BIN = ENV.pg_bin
RATHAUS_BACKUPS = ENV.backups
RATHAUS_STATE = ENV.state
RATHAUS_SMTP_URL = ENV.smtp_url
RATHAUS_MAIL_FROM = ENV.mail_from
RATHAUS_SMS_URL = ENV.sms_url
RATHAUS_SMS_FROM = ENV.sms_from
RATHAUS_SMS_RECEIPT_TOKEN = ENV.sms_receipt_token
RATHAUS_METRICS_TOKEN = ENV.metrics_token
RATHAUS_TRUSTED_PROXIES = ENV.trusted_proxies
RATHAUS_OUTBOUND_NETWORKS = ENV.outbound_networks
RATHAUS_OUTBOUND_LOOPBACK = not IS_PRODUCTION  # a provider beside us, to try and to test
RATHAUS_PUBLIC_SCHEME = ENV.public_scheme
RATHAUS_PUBLIC_PORT = ENV.public_port

if RATHAUS_METRICS_TOKEN:
    collect_over_processes(RATHAUS_STATE)  # before anything imports prometheus_client

SECRET_KEY = ENV.secret_key
DEBUG = False
ALLOWED_HOSTS = ["*"]  # a host without a town is answered by a 404 in towns.middleware

SHARED_APPS = [
    "django_tenants",
    "procrastinate.contrib.django",
    "rathaus.towns",
]
TENANT_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rathaus.core",
    "rathaus.audit",
    "rathaus.identity",
    "rathaus.offices",
    "rathaus.catalogue",
    "rathaus.notifications",
    "rathaus.booking",
    "rathaus.desk",
    "rathaus.administration",
    "rathaus.planning",
    "rathaus.editing",
    "rathaus.operations",
    "rathaus.api",
    "rathaus.protection",
]
INSTALLED_APPS = [
    *SHARED_APPS,
    *TENANT_APPS,
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "rathaus.ui",
    "rathaus.portal",
    "rathaus.integrations.smtp",
    "rathaus.project",
]
TENANT_MODEL = "towns.Town"
TENANT_DOMAIN_MODEL = "towns.Domain"
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
DATABASES = {
    "default": {
        **ENV.database,
        "ENGINE": "rathaus.towns.postgresql",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**ENV.database.get("OPTIONS", {}), "prepare_threshold": 2},  # of `prepared_cursor` alone
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "identity.Staff"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "rathaus.identity.passwords.WordsOfTheTown"},
]

MIDDLEWARE = [
    "rathaus.project.middleware.TrustedProxyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rathaus.project.records.RecordMiddleware",
    "rathaus.project.middleware.SecurityHeadersMiddleware",
    "rathaus.project.middleware.CalmFailureMiddleware",
    "rathaus.towns.middleware.TownMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "rathaus.project.middleware.LanguageMiddleware",
    "rathaus.portal.doors.DoorsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "rathaus.project.middleware.MessagesOfRefusalMiddleware",
]
ROOT_URLCONF = "rathaus.project.urls"
WSGI_APPLICATION = "rathaus.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "rathaus.portal.context.frame",
            ],
        },
    }
]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

LANGUAGE_CODE = "de"
LANGUAGES = [
    ("de", "Deutsch"),
    ("en", "English"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("ar", "العربية"),
    ("ru", "Русский"),
    ("fr", "Français"),
    ("pl", "Polski"),
]
LANGUAGES_BIDI = ["ar"]
REVIEWED_LANGUAGES = ["de"]  # whose texts for citizens a person who knows the language has read; others are marked
STAFF_LANGUAGES = ["de", "en"]  # of all pages below /desk/
FORMAT_MODULE_PATH = ["rathaus.project.formats"]
LOCALE_PATHS = [BASE_DIR / "src/rathaus/locale"]
TIME_ZONE = "Europe/Berlin"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "var/static"
STATICFILES_DIRS = [BASE_DIR / "var/assets"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "rathaus.ui.static_files.StaticFiles"},
}

IS_HTTPS = ENV.public_scheme == "https"
COOKIE_PREFIX = "__Host-" if IS_HTTPS else ""  # browsers take it over https only, from this very host (RFC 6265bis)
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_AGE = 10 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "rathaus.project.views.csrf_failure"
SECURE_PROXY_SSL_HEADER = None  # project.middleware sets the scheme, from trusted proxies only
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
SILENCED_SYSTEM_CHECKS = ["django_tenants.W001"]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:today"
ACCOUNT_ADAPTER = "rathaus.identity.adapter.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False  # counted in the database by rathaus.core.limits
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
MFA_ADAPTER = "rathaus.identity.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1

PROCRASTINATE_WORKER_DEFAULTS = {
    "task_middleware": [in_town],
    "concurrency": 2,
    "delete_jobs": "successful",
    "fetch_job_polling_interval": 2.0,
    "install_signal_handlers": True,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "rathaus.project.log_format.DiscreetFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
        "json": {"()": "rathaus.project.log_format.JsonFormatter"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json" if ENV.log_format == "json" else "line"}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
        "rathaus": {"level": "INFO"},
        # A line for each request belongs to a log that machines read, not to the terminal of `make run`.
        "rathaus.requests": {"level": "INFO" if ENV.log_format == "json" else "WARNING"},
    },
}
