"""An owner's weight in the order of claiming; one without a row weighs 1."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q


def check_weight(weight: float) -> None:
    """ValidationError unless an owner may weigh so much."""
    if not 0.001 <= weight <= 1000.0:  # so is what is no number
        raise ValidationError("Must be from 0.001 to 1000; everybody else weighs 1.")


class OwnerShare(models.Model):
    """An owner of weight 2 is served twice as often as one of weight 1 while both have work waiting."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="share"
    )
    weight = models.FloatField(
        default=1.0,
        validators=[check_weight],
        help_text="Everybody else weighs 1.",
    )

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(weight__gt=0), name="share_weight_positive")]

    def __str__(self) -> str:
        return f"{self.owner_id} x {self.weight:g}"
