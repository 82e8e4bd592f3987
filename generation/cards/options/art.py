"""Art prompt, picture, tags and who made the card."""

from __future__ import annotations

from typing import Annotated, Literal

from django.conf import settings
from pydantic import ValidationInfo, field_validator

from generation.cards.options.fields import Id, Line, OptionGroup, Unset, option

_GROUP = "art"


class ArtOptions(OptionGroup):
    art_prompt: Literal["none", "tags", "sentence"] = option(
        _GROUP,
        "Art prompt",
        "A prompt for an image model, kept in the card's extensions.",
        default="sentence",
    )
    art_style: Annotated[Line | None, Unset] = option(
        _GROUP,
        "Art style",
        "Such as ink drawing or oil painting.",
        default=None,
        min_length=1,
        max_length=120,
    )
    avatar: Literal["none", "placeholder", "upload", "hook"] = option(
        _GROUP,
        "Avatar",
        "No picture, one drawn from the card, one you uploaded, or one by the site's own illustrator.",
        default="placeholder",
    )
    avatar_upload: Annotated[Id | None, Unset] = option(
        _GROUP,
        "Uploaded avatar",
        "Id of a picture you sent to `generation/uploads`; needed by avatar upload only.",
        default=None,
        id_of="upload",
        max_length=64,
    )
    tag_count: int = option(_GROUP, "Tags", "How many tags the card has at most.", default=8, ge=0, le=30)
    creator: Line = option(_GROUP, "Creator", "Who made the card; never sent to a model.", default="", max_length=80)
    character_version: Line = option(_GROUP, "Card version", "Your own version number.", default="1.0", max_length=20)

    @field_validator("avatar")
    @classmethod
    def _hook_is_set_up(cls, avatar: str) -> str:
        if avatar == "hook" and not settings.CARD_AVATAR_HOOK:
            raise ValueError("This site has no illustrator (CARD_AVATAR_HOOK); choose placeholder, upload or none.")
        return avatar

    @field_validator("avatar_upload")
    @classmethod
    def _upload_goes_with_avatar(cls, upload: str | None, info: ValidationInfo) -> str | None:
        avatar = info.data.get("avatar")
        if avatar == "upload" and upload is None:
            raise ValueError(
                "avatar is upload, so avatar_upload needs a picture; choose one, or send it to generation/uploads."
            )
        if avatar not in {"upload", None} and upload is not None:
            raise ValueError(
                f"avatar_upload is given, but avatar is {avatar}; set avatar to upload or take the picture away."
            )
        return upload
