"""Chats with a card: what goes into a turn's prompt, by the card standards. Pure: nothing here reads or waits."""
