"""Routes under /api/v1/jobs."""

from django.urls import path

from jobs.api.views import controls, history, job, jobs, statistics

urlpatterns = [
    path("jobs", jobs.JobsView.as_view(), name="api-jobs"),
    path("jobs/statistics", statistics.StatisticsView.as_view(), name="api-job-statistics"),
    path("jobs/<uuid:job_id>", job.OneJobView.as_view(), name="api-job"),
    path("jobs/<uuid:job_id>/cancel", controls.CancelView.as_view(), name="api-job-cancel"),
    path("jobs/<uuid:job_id>/retry", controls.RetryView.as_view(), name="api-job-retry"),
    path("jobs/<uuid:job_id>/hold", controls.HoldView.as_view(), name="api-job-hold"),
    path("jobs/<uuid:job_id>/resume", controls.ResumeView.as_view(), name="api-job-resume"),
    path("jobs/<uuid:job_id>/events", history.EventsView.as_view(), name="api-job-events"),
    path("jobs/<uuid:job_id>/logs", history.LogsView.as_view(), name="api-job-logs"),
    path("jobs/<uuid:job_id>/attempts", history.AttemptsView.as_view(), name="api-job-attempts"),
    path("jobs/<uuid:job_id>/usage", history.UsageView.as_view(), name="api-job-usage"),
]
