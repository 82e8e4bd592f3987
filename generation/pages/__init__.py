"""The pages of cards: list, new card, one card."""
