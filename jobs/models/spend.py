"""What has been spent under one name that a cap may stand for: a job with all its parts, or an owner's day."""

from typing import ClassVar

from django.db import models


class Spend(models.Model):
    """Nano-dollars of real calls. `settled_nano` counts abandoned calls by their estimates; `reserved_nano` open ones.

    `wanted_nano` is the estimate of the last call that was refused: what has to be left before more is tried.
    """

    key = models.CharField(max_length=80, primary_key=True)
    settled_nano = models.BigIntegerField(default=0)
    reserved_nano = models.BigIntegerField(default=0)
    wanted_nano = models.BigIntegerField(default=0)
    day = models.DateField(null=True, help_text="Of an owner's day, in UTC.")

    class Meta:
        verbose_name_plural = "spend"
        indexes: ClassVar = [models.Index(fields=["day"], name="spend_day", condition=models.Q(day__isnull=False))]

    def allows(self, cap: int | None, needed: int) -> bool:
        """Whether `needed` more keeps `cap`, what is reserved left aside; a call without a price needs something."""
        return cap is None or self.settled_nano + max(needed, 1) <= cap

    def __str__(self) -> str:
        return self.key
