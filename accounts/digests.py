"""Hashes of secrets that are random themselves, so that a fast hash suffices."""

import hashlib


def digest(secret: str) -> str:
    """SHA-256 of `secret` as 64 hexadecimal digits."""
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()
