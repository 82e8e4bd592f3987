"""Conversations: who speaks, which one is open, what is said."""
