"""The dashboard: what the work of some days adds up to, each part of it the answer to a question."""
