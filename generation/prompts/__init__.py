"""Prompts as versioned text files, `<task>.<version>.md`; a changed prompt is a new version."""
