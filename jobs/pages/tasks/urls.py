"""Routes of people's tasks."""

from django.urls import path

from jobs.pages.tasks import editing, moves, time_entries, views

urlpatterns = [
    path("tasks", views.task_pages, name="tasks"),
    path("tasks/new", editing.new_task, name="task-new"),
    path("tasks/timer", moves.timer, name="task-timer"),
    path("tasks/<id:job_id>/edit", editing.edit_task, name="task-edit"),
    path("tasks/<id:job_id>/move", moves.move, name="task-move"),
    path("tasks/<id:job_id>/stop", moves.stop, name="task-stop"),
    path("tasks/<id:job_id>/time", time_entries.new_entry, name="task-time"),
    path("tasks/<id:job_id>/time/<int:number>", time_entries.entry, name="task-time-entry"),
    path("tasks/<id:job_id>/time/<int:number>/delete", time_entries.delete, name="task-time-delete"),
]
