"""The views of the generation API: each calls one service or selector."""

from generation.api.views.cards import CardExportView, CardPortraitView, CardsView, CardView
from generation.api.views.generate import GenerateView, OptionsView

__all__ = ["CardExportView", "CardPortraitView", "CardView", "CardsView", "GenerateView", "OptionsView"]
