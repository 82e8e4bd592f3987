"""The check of the highest rating."""

from __future__ import annotations

from django.test import override_settings

from generation.cards.checks import check_rating


class TestCheckRating:
    def test_accepts_a_rating(self) -> None:
        assert [] == check_rating(None)

    @override_settings(CARD_MAX_RATING="explicit")
    def test_refuses_another_word_and_says_which_there_are(self) -> None:
        (fault,) = check_rating(None)
        assert "general, teen, mature" in str(fault.hint)
