"""The views of the generation API: each calls one service or selector."""

from generation.api.views.card_files import (
    CardAssetView,
    CardExportView,
    CardLossesView,
    CardPortraitView,
    CardThumbnailView,
)
from generation.api.views.card_import import CardImportView
from generation.api.views.card_revisions import CardRestoreView, CardRevisionsView, CardRevisionView
from generation.api.views.cards import CardDuplicateView, CardsView, CardView
from generation.api.views.generate import GenerateView, OptionsView
from generation.api.views.regenerate import CardRegenerateView
from generation.api.views.uploads import UploadsView, UploadThumbnailView

__all__ = [
    "CardAssetView",
    "CardDuplicateView",
    "CardExportView",
    "CardImportView",
    "CardLossesView",
    "CardPortraitView",
    "CardRegenerateView",
    "CardRestoreView",
    "CardRevisionView",
    "CardRevisionsView",
    "CardThumbnailView",
    "CardView",
    "CardsView",
    "GenerateView",
    "OptionsView",
    "UploadThumbnailView",
    "UploadsView",
]
