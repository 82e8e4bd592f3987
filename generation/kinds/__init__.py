"""The kinds of work this app knows. A new kind is one file and one line here."""

from generation.kinds.character_card import CharacterCard

KINDS = (CharacterCard(),)
