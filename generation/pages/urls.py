"""Routes of the pages of cards, documents and conversations."""

from django.urls import path

from generation.pages import (
    analysis,
    card,
    conversations,
    documents,
    edit_card,
    gallery,
    import_card,
    new_analysis,
    new_card,
    revisions,
)

urlpatterns = [
    path("documents", documents.documents, name="documents"),
    path("documents/new", new_analysis.new_analysis, name="document-new"),
    path("documents/estimate", new_analysis.analysis_estimate, name="document-estimate"),
    path("documents/<id:document_id>/passage", analysis.passage, name="document-passage"),
    path("analyses/<id:job_id>", analysis.report_page, name="analysis-report"),
    path("documents/<id:document_id>/delete", documents.delete, name="document-delete"),
    path("conversations", conversations.conversations, name="conversations"),
    path("conversations/start", conversations.start, name="conversation-start"),
    path("conversations/<id:conversation_id>", conversations.conversation, name="conversation"),
    path("cards", gallery.gallery, name="cards"),
    path("cards/new", new_card.new_card, name="card-new"),
    path("cards/import", import_card.import_page, name="card-import"),
    path("cards/check", new_card.card_check, name="card-check"),
    path("cards/estimate", new_card.card_estimate, name="card-estimate"),
    path("cards/<id:card_id>", card.card_page, name="card"),
    path("cards/<id:card_id>/raw", card.raw, name="card-raw"),
    path("cards/<id:card_id>/edit", edit_card.edit_card, name="card-edit"),
    path("cards/<id:card_id>/revisions", revisions.revisions, name="card-revisions"),
    path("cards/<id:card_id>/revisions/<int:number>/restore", revisions.restore, name="card-restore"),
    path("cards/<id:card_id>/picture", card.picture, name="card-picture"),
    path("cards/<id:card_id>/delete", card.delete, name="card-delete"),
    path("cards/<id:card_id>/duplicate", card.duplicate, name="card-duplicate"),
]
