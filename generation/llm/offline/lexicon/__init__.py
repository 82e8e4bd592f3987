"""The domains and how a concept finds its own."""
