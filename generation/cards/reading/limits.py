"""How much of a file is looked at. Each is far above what cards need and far below what hurts."""

# Bytes of one card's JSON, wherever it stands.
DOCUMENT_BYTES = 5_000_000
# Objects and lists in it, and values: what a few bytes each would blow up in memory.
CONTAINERS = 100_000
VALUES = 400_000
DEPTH = 64
# Digits of a number, and those of one that every reader keeps.
DIGITS = 309
EXACT_DIGITS = 17

# Chunks of a PNG, and bytes of its texts once they are unpacked: those of cards, those of assets.
PNG_CHUNKS = 20_000
TEXT_BYTES = DOCUMENT_BYTES * 4 // 3 + 10_000
ASSET_TEXT_BYTES = 30_000_000

# Pixels of all pictures that are decoded to see whether they are whole; of others the head is looked at.
PIXELS_IN_ALL = 20_000_000

# Files of a zip, bytes of the list of them, bytes of all of them unpacked, and how far one may be packed.
ZIP_ENTRIES = 2_000
ZIP_DIRECTORY_BYTES = 1_000_000
FILES_BYTES = 30_000_000
ZIP_RATIO = 200

ENTRIES = 10_000
"""Entries of a lorebook."""

MESSAGES = 50
"""Warnings that are listed one by one."""
