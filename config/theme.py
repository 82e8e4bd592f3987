"""The console's name and colours, for Unfold."""

from __future__ import annotations

from django.http import HttpRequest
from django.templatetags.static import static


def icon(request: HttpRequest) -> str:
    return static("favicon.svg")


def style(request: HttpRequest) -> str:
    return static("css/console.css")


TEAL = {
    "50": "#f0fdfa", "100": "#ccfbf1", "200": "#99f6e4", "300": "#5eead4", "400": "#2dd4bf", "500": "#14b8a6",
    "600": "#0f766e", "700": "#0f766e", "800": "#115e59", "900": "#134e4a", "950": "#042f2e",
}  # fmt: skip

STONE = {
    "50": "#fbfaf8", "100": "#f4f2ee", "200": "#e6e3dd", "300": "#cfcbc3", "400": "#96928a", "500": "#6b6a66",
    "600": "#55544f", "700": "#3a3b3d", "800": "#2b2e33", "900": "#1a1c1f", "950": "#131416",
}  # fmt: skip

CONSOLE = {
    "SITE_TITLE": "Smart Task Queue",
    "SITE_HEADER": "Smart Task Queue",
    "SITE_SUBHEADER": "Console",
    "SITE_URL": "/jobs",
    "SITE_ICON": icon,
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": icon}],
    "SHOW_VIEW_ON_SITE": False,
    "DASHBOARD_CALLBACK": "config.console.dashboard",
    "STYLES": [style],
    "COLORS": {"primary": TEAL, "base": STONE},
    "BORDER_RADIUS": "6px",
}
