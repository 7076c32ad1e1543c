"""Official documents."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Number registers, one document model for every paper, the archive."""

    name = "documents"
    verbose_name = "Văn bản"
