"""Reads, for the API, the admin and the pages. Each starts from whose rows may be seen."""
