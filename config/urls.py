"""Every address of the site."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from config import pages
from config.health import live, ready, time_now
from config.metrics import metrics

urlpatterns = [
    path("healthz", live, name="healthz"),
    path("health", live),
    path("readyz", ready, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("time", time_now, name="time"),
    path("admin/", admin.site.urls),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(), name="api-docs"),
    path("docs", RedirectView.as_view(pattern_name="api-docs"), name="docs"),
    path("api/v1/auth/", include("accounts.api.urls")),
    path("api/v1/", include("jobs.api.urls")),
    path("api/v1/", include("generation.api.analysis_urls")),
    path("api/v1/", include("generation.api.chat_urls")),
    path("api/v1/generation/", include("generation.api.urls")),
    path("", pages.landing, name="landing"),
    path("", include("accounts.pages.urls")),
    path("", include("jobs.pages.urls")),
    path("", include("generation.pages.urls")),
]

if settings.DEBUG:
    urlpatterns.append(path("design/", pages.design, name="design"))

handler400 = "config.error_views.bad_request"
handler403 = "config.error_views.forbidden"
handler404 = "config.error_views.not_found"
handler500 = "config.error_views.server_error"
