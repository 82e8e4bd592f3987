"""How much reading one document may take. Each is far above what documents need and far below what hurts."""

# Bytes of address space of the process that reads, and characters that it may give.
MEMORY_BYTES = 1_200_000_000
TEXT_CHARACTERS = 50_000_000

# Files of a Word document, bytes of the list of them, bytes of those that hold text once they are unpacked.
ZIP_ENTRIES = 5_000
ZIP_DIRECTORY_BYTES = 1_000_000
XML_BYTES = 60_000_000

# Processes that read at one time, of one worker.
AT_ONCE = 2
