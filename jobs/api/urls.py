"""Routes under /api/v1/jobs, /api/v1/schedules and /api/v1/budget."""

from django.urls import path

from jobs.api.views import (
    artefacts,
    budget,
    bulk,
    controls,
    duplicate,
    explain,
    history,
    job,
    jobs,
    schedules,
    statistics,
)

urlpatterns = [
    path("jobs", jobs.JobsView.as_view(), name="api-jobs"),
    path("jobs/bulk", bulk.BulkView.as_view(), name="api-job-bulk"),
    path("jobs/statistics", statistics.StatisticsView.as_view(), name="api-job-statistics"),
    path("jobs/<id:job_id>", job.OneJobView.as_view(), name="api-job"),
    path("jobs/<id:job_id>/cancel", controls.CancelView.as_view(), name="api-job-cancel"),
    path("jobs/<id:job_id>/retry", controls.RetryView.as_view(), name="api-job-retry"),
    path("jobs/<id:job_id>/hold", controls.HoldView.as_view(), name="api-job-hold"),
    path("jobs/<id:job_id>/resume", controls.ResumeView.as_view(), name="api-job-resume"),
    path("jobs/<id:job_id>/duplicate", duplicate.DuplicateView.as_view(), name="api-job-duplicate"),
    path("jobs/<id:job_id>/events", history.EventsView.as_view(), name="api-job-events"),
    path("jobs/<id:job_id>/logs", history.LogsView.as_view(), name="api-job-logs"),
    path("jobs/<id:job_id>/chunks", history.ChunksView.as_view(), name="api-job-chunks"),
    path("jobs/<id:job_id>/attempts", history.AttemptsView.as_view(), name="api-job-attempts"),
    path("jobs/<id:job_id>/usage", history.UsageView.as_view(), name="api-job-usage"),
    path("jobs/<id:job_id>/artefacts", artefacts.ArtefactsView.as_view(), name="api-job-artefacts"),
    path("jobs/<id:job_id>/artefacts/<id:artefact_id>", artefacts.OneArtefactView.as_view(), name="api-job-artefact"),
    path("jobs/<id:job_id>/explain", explain.ExplainView.as_view(), name="api-job-explain"),
    path("budget", budget.BudgetView.as_view(), name="api-budget"),
    path("schedules", schedules.SchedulesView.as_view(), name="api-schedules"),
    path("schedules/<id:schedule_id>", schedules.OneScheduleView.as_view(), name="api-schedule"),
    path("schedules/<id:schedule_id>/pause", schedules.PauseView.as_view(), name="api-schedule-pause"),
    path("schedules/<id:schedule_id>/resume", schedules.ResumeView.as_view(), name="api-schedule-resume"),
    path("schedules/<id:schedule_id>/run", schedules.RunView.as_view(), name="api-schedule-run"),
]
