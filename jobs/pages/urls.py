"""Routes of the job pages."""

from django.urls import path

from jobs.pages import actions, detail, listing

urlpatterns = [
    path("jobs", listing.job_list, name="jobs"),
    path("jobs/<uuid:job_id>", detail.job_page, name="job"),
    path("jobs/<uuid:job_id>/cancel", actions.cancel, name="job-cancel"),
    path("jobs/<uuid:job_id>/hold", actions.hold, name="job-hold"),
    path("jobs/<uuid:job_id>/resume", actions.resume, name="job-resume"),
    path("jobs/<uuid:job_id>/retry", actions.retry, name="job-retry"),
]
