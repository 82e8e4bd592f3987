"""Examples in the schema."""

from drf_spectacular.utils import OpenApiExample

SUBMISSION = OpenApiExample(
    "A character card",
    request_only=True,
    value={
        "kind": "character_card",
        "payload": {"concept": "Mira, a lighthouse keeper who collects lost voices", "lore_entries": 6},
        "priority": "high",
        "tags": ["sea"],
        "max_cost_usd": "0.50",
    },
)
CHANGES = OpenApiExample(
    "Later and first", request_only=True, value={"priority": "urgent", "run_at": "2030-01-01T06:00:00Z"}
)
SCHEDULE = OpenApiExample(
    "A card every weekday morning",
    request_only=True,
    value={
        "name": "Morning card",
        "kind": "character_card",
        "payload": {"concept": "Mira, a lighthouse keeper who collects lost voices", "lore_entries": 6},
        "cron": "30 6 * * 1-5",
        "time_zone": "Europe/Paris",
        "overlap": "skip",
    },
)
BULK = OpenApiExample(
    "Retry what failed since New Year",
    request_only=True,
    value={"action": "retry", "filter": {"status": ["failed"], "finished_from": "2030-01-01T00:00:00Z"}},
)
