"""Django settings. The environment is read in `config.env` only."""

from datetime import timedelta
from typing import Any

import environ
from corsheaders.defaults import default_headers
from django.core.exceptions import ImproperlyConfigured

from config import env
from config.databases import database
from config.logs import logging_config
from config.secrets import development_key, weak_settings
from config.theme import CONSOLE
from config.worker_apps import without_web

BASE_DIR = env.BASE_DIR
RUN_DIR = env.run_dir()
DEBUG = env.get("DEBUG")

SECRET_KEY = env.get("SECRET_KEY")
JWT_SIGNING_KEY = env.get("JWT_SIGNING_KEY")
ALLOWED_HOSTS = env.get("ALLOWED_HOSTS")
DATABASES = {"default": database(env.get("DATABASE_URL"), BASE_DIR, prepared=env.get("PREPARED_STATEMENTS"))}
DATABASE_IS_SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")

if DEBUG:
    SECRET_KEY = SECRET_KEY or development_key(RUN_DIR / "secret-key")
    JWT_SIGNING_KEY = JWT_SIGNING_KEY or development_key(RUN_DIR / "jwt-key")
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]", env.get("HOST")]
elif faults := weak_settings(
    secret_key=SECRET_KEY,
    jwt_key=JWT_SIGNING_KEY,
    allowed_hosts=ALLOWED_HOSTS,
    database_url=env.get("DATABASE_URL"),
):
    raise ImproperlyConfigured("Refusing to start with DEBUG off: " + "; ".join(faults) + ".")

# The earliest app wins a command's name: `jobs` before `channels`, `daphne` before `staticfiles`.
INSTALLED_APPS = [
    "daphne",
    "accounts",
    "jobs",
    "generation",
    "config",
    "unfold",
    "unfold.contrib.filters",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "django_htmx",
    "corsheaders",
    "axes",
    "channels",
]
if env.get("WITHOUT_WEB"):
    INSTALLED_APPS = without_web(INSTALLED_APPS)

MIDDLEWARE = [
    "config.health.Probes",
    "config.request_id.RequestId",
    "config.metrics.CountRequests",
    "config.csp.ContentSecurityPolicy",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "config.middleware.RefuseMalformedUrls",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "config.middleware.RouteEitherSlash",
    "config.middleware.ShowNotFound",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

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
            ],
        },
    },
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/jobs"
LOGOUT_REDIRECT_URL = "/"
REGISTRATION_OPEN = env.get("REGISTRATION_OPEN")
PASSWORD_RESET_TIMEOUT = 3600
TRUSTED_PROXIES = env.get("TRUSTED_PROXIES")
THROTTLES = {
    action: env.get(f"THROTTLE_{action.upper()}")
    for action in ("login", "registration", "password_reset", "password_check", "submission")
}
# Failures are counted by account and peer together, so that nobody can lock somebody else out.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_USERNAME_CALLABLE = "accounts.services.credentials.attempted_email"
AXES_CLIENT_IP_CALLABLE = "accounts.peers.peer_address"
AXES_LOCKOUT_CALLABLE = "config.error_views.locked_out"
CSRF_FAILURE_VIEW = "config.error_views.csrf_failure"

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "config.static_files.HashedStaticFiles"
    },
}

vars().update(environ.Env.email_url_config(env.get("EMAIL_URL")))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.get("DEFAULT_FROM_EMAIL")

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
# The form of a card with a thousand lore entries has three fields for each.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_HANDLERS = [
    "config.uploads.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
APPEND_SLASH = False

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.BearerAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["config.parsers.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "config.problems.exception_handler",
    "NUM_PROXIES": TRUSTED_PROXIES,
}
SIMPLE_JWT = {
    "ALGORITHM": "HS256",
    "SIGNING_KEY": JWT_SIGNING_KEY,
    "ISSUER": "smart-task-queue",
    "AUDIENCE": "smart-task-queue",
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=10),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=14),
    "USER_ID_CLAIM": "sub",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Smart Task Queue",
    "VERSION": "1",
    # 3.1 takes JSON Schema as it is, which the payloads of kinds are described in.
    "OAS_VERSION": "3.1.0",
    "PATH_CONVERTER_OVERRIDES": {"id": {"type": "string", "format": "uuid"}},
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "config.schema.describe_problems",
    ],
    "ENUM_NAME_OVERRIDES": {
        "JobStatus": "jobs.states.Status.values",
        "StepStatus": "jobs.api.outputs.STEP_STATES",
        "Priority": "jobs.states.Priority.values",
        "HeldReason": "jobs.states.HeldReason.values",
        "EventType": "jobs.events.EVENT_TYPES",
        "LogLevel": "jobs.events.LEVELS",
        "BulkAction": "jobs.api.bulk_shapes.ACTIONS",
        "BulkOutcome": "jobs.api.bulk_shapes.OUTCOMES",
        "AttemptOutcome": "jobs.states.AttemptOutcome.values",
        "ControlOutcome": "jobs.api.outputs.CONTROL_OUTCOMES",
        "CauseCode": "jobs.api.outputs.CAUSE_CODES",
        "OnUniqueConflict": "jobs.api.inputs.ON_CONFLICT",
        "OnDependencyFailure": "jobs.api.inputs.ON_FAILURE",
        "CardSpec": "generation.api.serializers.SPECS",
        "ScheduleOverlap": "jobs.api.schedule_shapes.OVERLAPS",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}
CORS_ALLOWED_ORIGINS = env.get("CORS_ALLOWED_ORIGINS")
# What the API itself takes and gives, beyond what is usual.
CORS_ALLOW_HEADERS = (*default_headers, "idempotency-key", "if-match", "if-none-match", "prefer")
CORS_EXPOSE_HEADERS = ("ETag", "Idempotency-Replayed", "Location", "Retry-After")
CSRF_TRUSTED_ORIGINS = env.get("CSRF_TRUSTED_ORIGINS")

JOBS = {
    "lease_seconds": env.get("JOBS_LEASE_SECONDS"),
    "concurrency": env.get("JOBS_CONCURRENCY"),
    "drain_seconds": env.get("JOBS_DRAIN_SECONDS"),
    "max_queued_per_owner": env.get("JOBS_MAX_QUEUED_PER_OWNER"),
    "retention_days": env.get("JOBS_RETENTION_DAYS"),
    "retention": env.get("JOBS_RETENTION"),
    "daily_budget_nano": env.get("DAILY_BUDGET_USD"),
    "max_schedules_per_owner": env.get("JOBS_MAX_SCHEDULES_PER_OWNER"),
}
LLM = {
    "provider": env.get("LLM_PROVIDER"),
    "base_url": env.get("LLM_BASE_URL"),
    "api_key": env.get("LLM_API_KEY"),
    "creative_model": env.get("LLM_CREATIVE_MODEL"),
    "analysis_model": env.get("LLM_ANALYSIS_MODEL"),
    "prices": env.get("LLM_PRICES"),
    "offline_latency_seconds": env.get("OFFLINE_LATENCY_SECONDS"),
}
CARD_MAX_RATING = env.get("CARD_MAX_RATING")
CARD_AVATAR_HOOK = env.get("CARD_AVATAR_HOOK")
CARD_UPLOAD_MAX_BYTES = env.get("CARD_UPLOAD_MAX_BYTES")
CARD_STORAGE_BYTES_PER_OWNER = env.get("CARD_STORAGE_BYTES_PER_OWNER")
CHAT_CONTEXT_TOKENS = env.get("CHAT_CONTEXT_TOKENS")
CHAT_REPLY_TOKENS = env.get("CHAT_REPLY_TOKENS")
CHAT_MODELS = env.get("CHAT_MODELS")
DOCUMENT_UPLOAD_MAX_BYTES = env.get("DOCUMENT_UPLOAD_MAX_BYTES")
DOCUMENT_STORAGE_BYTES_PER_OWNER = env.get("DOCUMENT_STORAGE_BYTES_PER_OWNER")
DOCUMENT_RETENTION_DAYS = env.get("DOCUMENT_RETENTION_DAYS")
DOCUMENT_READ_SECONDS = env.get("DOCUMENT_READ_SECONDS")

UNFOLD = CONSOLE

LOGGING = logging_config(env.get("LOG_LEVEL"), env.get("LOG_FORMAT"), env.secrets())
METRICS_TOKEN = env.get("METRICS_TOKEN")
PROMETHEUS_MULTIPROC_DIR = env.get("PROMETHEUS_MULTIPROC_DIR")

if not DEBUG and env.get("HTTPS_ONLY"):
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_SSL_REDIRECT = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
if env.get("TRUSTED_PROXIES"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# The shape of Django 6's own setting; config.csp sends it.
SECURE_CSP: dict[str, list[str]] = {
    "default-src": ["'self'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "connect-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}
# The console's Alpine evaluates expressions, and its theme sets colours in a style element.
SECURE_CSP_ADMIN: dict[str, list[str]] = {
    "script-src": ["'self'", "'unsafe-eval'"],
    "style-src": ["'self'", "'unsafe-inline'"],
}
