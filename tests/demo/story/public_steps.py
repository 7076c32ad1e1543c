"""Step 7 outside: everybody can look the product up and see whether a certificate is valid."""

from __future__ import annotations

from products.models import Recognition
from tests.browser import PHONE
from tests.demo.story import dossier_steps as entered
from tests.demo.story import preparation
from tests.demo.story.actor import Stage


def visitor_verifies(stage: Stage) -> None:
    """The page behind the QR code: one answer."""
    visitor = stage.visitor(PHONE)
    code = Recognition.objects.get(pk=stage.kept["five"]).verify_code
    visitor.go(f"/xac-minh/{code}/").sees(entered.PRODUCT, "14/10/2027").check("xac-minh")
    visitor.go("/xac-minh/KHONGCO/").sees("không có trong sổ").check()


def visitor_looks_up(stage: Stage) -> None:
    """With and without accents; what failed is not there."""
    visitor = stage.visitor()
    visitor.go("/tra-cuu/").check("tra-cuu")
    visitor.go("/tra-cuu/?q=bot+rau+ma+say+lanh").sees(entered.PRODUCT, "5 sao").check()
    visitor.go(f"/tra-cuu/?q={preparation.SHORT_OF_THREE}").sees("Không tìm thấy sản phẩm nào").check()
