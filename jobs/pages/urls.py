"""Routes of the job pages."""

from django.urls import include, path

from jobs.pages import actions, artefact, budget, current, detail, graph, listing, parts, reminders
from jobs.pages.dashboard import page as dashboard

urlpatterns = [
    path("dashboard", dashboard.dashboard_page, name="dashboard"),
    path("dashboard/files/<slug:metric>.csv", dashboard.dashboard_file, name="dashboard-file"),
    path("jobs", listing.job_list, name="jobs"),
    path("jobs/current", current.current_jobs, name="jobs-current"),
    path("jobs/<id:job_id>", detail.job_page, name="job"),
    path("jobs/<id:job_id>/artefacts/<id:artefact_id>", artefact.artefact_file, name="job-artefact"),
    path("jobs/<id:job_id>/budget", budget.raise_budget, name="job-budget"),
    path("jobs/<id:job_id>/cancel", actions.cancel, name="job-cancel"),
    path("jobs/<id:job_id>/graph", graph.job_graph, name="job-graph"),
    path("jobs/<id:job_id>/parts", parts.part_map, name="job-parts"),
    path("jobs/<id:job_id>/parts/<int:number>", parts.part, name="job-part"),
    path("jobs/<id:job_id>/hold", actions.hold, name="job-hold"),
    path("jobs/<id:job_id>/resume", actions.resume, name="job-resume"),
    path("jobs/<id:job_id>/retry", actions.retry, name="job-retry"),
    path("reminders", reminders.reminders, name="reminders"),
    path("reminders/dismiss", reminders.dismiss, name="reminders-dismiss"),
    path("", include("jobs.pages.tasks.urls")),
]
