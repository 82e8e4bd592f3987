"""Routes under /api/v1/ of what is analysed."""

from django.urls import path

from generation.api.views import documents

urlpatterns = [
    path("documents", documents.DocumentsView.as_view(), name="api-documents"),
    path("documents/<id:document_id>", documents.DocumentView.as_view(), name="api-document"),
    path("documents/<id:document_id>/text", documents.DocumentTextView.as_view(), name="api-document-text"),
    path("documents/<id:document_id>/content", documents.DocumentContentView.as_view(), name="api-document-content"),
]
