"""Keys for development, made once per checkout; production must bring its own."""

import secrets
from pathlib import Path


def development_key(path: Path) -> str:
    """Return the key stored at `path`, creating it (readable by its owner only) when missing."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(64))
        try:
            path.hardlink_to(fresh)
        except FileExistsError:
            pass  # another process made it first: theirs counts
        finally:
            fresh.unlink()
    return path.read_text()


def weak_settings(*, secret_key: str, jwt_key: str, allowed_hosts: list[str], database_url: str) -> list[str]:
    """What must be mended before this configuration may serve strangers: one sentence each."""
    faults = []
    if len(secret_key) < 50 or len(set(secret_key)) < 5:
        faults.append("SECRET_KEY must be at least 50 random characters")
    if len(jwt_key.encode()) < 32 or len(set(jwt_key)) < 5:
        faults.append("JWT_SIGNING_KEY must be at least 32 random bytes")
    if jwt_key and jwt_key == secret_key:
        faults.append("JWT_SIGNING_KEY must differ from SECRET_KEY")
    if not allowed_hosts or "*" in allowed_hosts:
        faults.append("ALLOWED_HOSTS must name the hosts this site answers to, without *")
    if not database_url:
        faults.append("DATABASE_URL must be set")
    return faults
