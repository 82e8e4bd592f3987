"""Plain text taken apart without a model: sentences, words, and which language they are."""
