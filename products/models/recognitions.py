"""The register of recognitions: what star a product has, until when, by whose decision."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Unit
from core.fields import FoldedField, SortKeyField
from core.formats import today
from core.models import Versioned
from products.enums import RecognitionState
from products.models.dossiers import Dossier
from products.models.products import Product


class Recognition(Versioned):
    """One recognition: 36 months from the signing date of the decision (148/QĐ-TTg; 26/2026/QĐ-TTg, Điều 4 khoản 3).

    Old ones are entered with the authority that issued them; `points_by_criterion` is what was agreed then, so that an
    inspection can ask whether each still holds.
    """

    product = models.ForeignKey(Product, models.PROTECT, related_name="recognitions", verbose_name="sản phẩm")
    dossier = models.ForeignKey(
        Dossier, models.PROTECT, null=True, blank=True, related_name="recognitions", verbose_name="hồ sơ"
    )
    product_name = models.CharField("tên sản phẩm lúc công nhận", max_length=250)
    producer_name = models.CharField("chủ thể lúc công nhận", max_length=250, blank=True)
    district = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="huyện, thành phố")
    stars = models.PositiveSmallIntegerField("hạng sao")
    mean = models.DecimalField("điểm trung bình", max_digits=9, decimal_places=6, null=True, blank=True)
    points_by_criterion = models.JSONField("điểm từng tiêu chí", default=dict, blank=True)
    state = models.CharField("hiệu lực", max_length=10, choices=RecognitionState, default=RecognitionState.VALID)
    issued_by = models.CharField("cơ quan công nhận", max_length=200)
    decision_number = models.CharField("số quyết định", max_length=60, blank=True)
    decided_on = models.DateField("ngày ký quyết định", null=True, blank=True)
    decided_year = models.PositiveSmallIntegerField("năm công nhận", null=True, blank=True)
    valid_until = models.DateField("hiệu lực đến hết", null=True, blank=True)
    document_id = models.BigIntegerField("văn bản", null=True, blank=True)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaces")
    verify_code = models.CharField("mã xác minh", max_length=20, unique=True)
    certificate_number = models.CharField("số giấy chứng nhận", max_length=40, blank=True)
    certificate_file = models.ForeignKey("core.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    source = models.CharField("nguồn số liệu", max_length=300, blank=True)
    note = models.TextField("ghi chú", blank=True)
    text_folded = FoldedField("product_name", "producer_name", "decision_number")
    name_sort = SortKeyField("product_name")

    state_enum = RecognitionState

    class Meta:
        verbose_name = "công nhận"
        ordering = ["-decided_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(stars__gte=3, stars__lte=5), name="recognition_three_to_five_stars"),
            models.UniqueConstraint(
                fields=["product"], condition=Q(state="valid"), name="one_valid_recognition_a_product"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(decided_on__isnull=True) | Q(valid_until__gt=F("decided_on")),
                name="recognition_dates_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "name_sort"]),
            models.Index(fields=["district", "state", "name_sort"]),
            models.Index(fields=["state", "valid_until"]),
            models.Index(fields=["product", "-decided_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.product_name}, {self.stars} sao"

    @property
    def term_unknown(self) -> bool:
        """Say whether the source tells no term: then nobody can say that it is still valid."""
        return self.state == RecognitionState.VALID and self.valid_until is None

    @property
    def standing_words(self) -> str:
        """Its state today as a list says it; one without a known term is not called valid."""
        return "Chưa rõ thời hạn" if self.term_unknown else str(self.state_now.label)

    @property
    def state_now(self) -> RecognitionState:
        """The state as it is today: one whose term is over has expired, whether or not the nightly task has run."""
        if self.state == RecognitionState.VALID and self.valid_until is not None and self.valid_until < today():
            return RecognitionState.EXPIRED
        return RecognitionState(self.state)
