"""Forms that were already sent: the second copy of the same POST shows the first result."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class PostedForm(models.Model):
    """One form's once-token and where its first sending led."""

    token = models.UUIDField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    path = models.CharField(max_length=300)
    location = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = "biểu đã gửi"

    def __str__(self) -> str:
        return str(self.token)
