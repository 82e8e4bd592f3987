"""Routes under /api/v1/ of what is analysed."""

from django.urls import path

from generation.api.views import analyze, documents

urlpatterns = [
    path("analyze", analyze.AnalyzeView.as_view(), name="api-analyze"),
    path("analyze/<id:job_id>", analyze.AnalysisView.as_view(), name="api-analysis"),
    path("analyze/<id:job_id>/result", analyze.AnalysisResultView.as_view(), name="api-analysis-result"),
    path("analyze/<id:job_id>/report", analyze.AnalysisReportView.as_view(), name="api-analysis-report"),
    path("analyze/<id:job_id>/errors", analyze.AnalysisErrorsView.as_view(), name="api-analysis-errors"),
    path("documents", documents.DocumentsView.as_view(), name="api-documents"),
    path("documents/<id:document_id>", documents.DocumentView.as_view(), name="api-document"),
    path("documents/<id:document_id>/text", documents.DocumentTextView.as_view(), name="api-document-text"),
    path("documents/<id:document_id>/content", documents.DocumentContentView.as_view(), name="api-document-content"),
]
