"""Routes under /api/v1/generation/."""

from django.urls import path

from generation.api import views

urlpatterns = [
    path("options", views.OptionsView.as_view(), name="api-card-options"),
    path("generate", views.GenerateView.as_view(), name="api-generate"),
    path("uploads", views.UploadsView.as_view(), name="api-card-uploads"),
    path("uploads/<id:upload_id>/thumbnail", views.UploadThumbnailView.as_view(), name="api-upload-thumbnail"),
    path("cards", views.CardsView.as_view(), name="api-cards"),
    path("cards/import", views.CardImportView.as_view(), name="api-card-import"),
    path("cards/<id:card_id>", views.CardView.as_view(), name="api-card"),
    path("cards/<id:card_id>/export", views.CardExportView.as_view(), name="api-card-export"),
    path("cards/<id:card_id>/export/losses", views.CardLossesView.as_view(), name="api-card-losses"),
    path("cards/<id:card_id>/regenerate", views.CardRegenerateView.as_view(), name="api-card-regenerate"),
    path("cards/<id:card_id>/revisions", views.CardRevisionsView.as_view(), name="api-card-revisions"),
    path("cards/<id:card_id>/revisions/<int:number>", views.CardRevisionView.as_view(), name="api-card-revision"),
    path("cards/<id:card_id>/revisions/<int:number>/restore", views.CardRestoreView.as_view(), name="api-card-restore"),
    path("cards/<id:card_id>/duplicate", views.CardDuplicateView.as_view(), name="api-card-duplicate"),
    path("cards/<id:card_id>/assets/<id:asset_id>", views.CardAssetView.as_view(), name="api-card-asset"),
    path("cards/<id:card_id>/portrait", views.CardPortraitView.as_view(), name="api-card-portrait"),
    path("cards/<id:card_id>/thumbnail", views.CardThumbnailView.as_view(), name="api-card-thumbnail"),
]
