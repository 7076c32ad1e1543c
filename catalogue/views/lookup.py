"""Tra cứu: the look-up and the page of one product."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from catalogue import queries
from catalogue.forms import LookupForm
from catalogue.limits import limited
from catalogue.opendata import industry_of
from catalogue.pictures import WIDTHS, photo_bytes
from catalogue.standing import Standing
from catalogue.verification import history_of, verify_url
from catalogue.visibility import public_photos, public_products
from core.lists import CountedPaginator
from core.models import ScanState
from products.models import Product, ProductAlias

PAGE_SIZE = 24
# The names of the law are long; these stand on buttons.
SHORT_NAMES = {"III": "Dược liệu", "IV": "Thủ công mỹ nghệ", "VI": "Du lịch"}
# A drawing where there is no photo, by industry.
ICONS = {"I": "basket3", "II": "cup-hot", "III": "flower1", "IV": "box-seam", "V": "flower2", "VI": "geo-alt"}


@require_GET
@limited("lookup")
def lookup(request: HttpRequest) -> HttpResponse:
    """Search first, then cards."""
    form = LookupForm(request.GET or {})
    wish = form.wish()
    found = queries.for_cards(queries.find(wish))
    page = CountedPaginator(found, PAGE_SIZE).get_page(request.GET.get("trang"))
    page.object_list = queries.with_standing(list(page.object_list))
    for row in page.object_list:
        row.icon = icon_of(row.product)  # type: ignore[attr-defined]
    empty = page.paginator.count == 0
    context = {
        "form": form,
        "wish": wish,
        "page": page,
        "count": page.paginator.count,
        "industries": [(code, SHORT_NAMES.get(code, name)) for code, name in form.industries],
        "suggestions": queries.close_names(wish.text) if empty and wish.text else [],
        "uncertain": queries.count_of(wish, Standing.UNCERTAIN) if wish.standing == Standing.VALID else 0,
        "title": _title(wish.standing),
    }
    return render(request, "catalogue/lookup.html", context)


def _title(wanted: Standing | None) -> str:
    names = {
        Standing.VALID: "sản phẩm còn hiệu lực",
        Standing.EXPIRED: "sản phẩm đã hết hạn công nhận",
        Standing.REVOKED: "sản phẩm bị thu hồi công nhận",
        Standing.UNCERTAIN: "sản phẩm chưa rõ thời hạn công nhận",
    }
    return names[wanted] if wanted else "sản phẩm trong sổ công nhận"


def icon_of(product: Product) -> str:
    """Name of the drawing for a product."""
    if product.subgroup:
        return ICONS.get(product.subgroup.group.industry.code, "box-seam")
    by_name = {"Thực phẩm": "I", "Đồ uống": "II", "Thủ công mỹ nghệ": "IV"}
    words = product.industry_name
    code = by_name.get(words) or ("III" if words.startswith("Dược") else "VI" if words.startswith("Dịch vụ") else "")
    return ICONS.get(code, "box-seam")


@require_GET
@limited("lookup")
def product(request: HttpRequest, key: str) -> HttpResponse:
    """One product by its code, an older code (redirected), or its number while it has no code."""
    found = _product(key)
    if found.code and key != found.code:
        return redirect("catalogue:product", key=found.code, permanent=False)
    history = history_of(found)
    current = next((row for row in history if row.standing == Standing.VALID), history[0])  # type: ignore[attr-defined]
    context = {
        "product": found,
        "current": current,
        "history": history,
        "photos": list(found.photos.all()),
        "icon_name": icon_of(found),
        "industry": industry_of(current),
        "verify_url": verify_url(current),
    }
    return render(request, "catalogue/product.html", context)


def _product(key: str) -> Product:
    rows = public_products().select_related("producer", "commune__parent", "district", "subgroup__group__industry")
    found = rows.filter(code__iexact=key).first()
    if found is None:
        alias = ProductAlias.objects.filter(code__iexact=key).first()
        found = rows.filter(pk=alias.product_id).first() if alias else None
    if found is None and key.isascii() and key.isdigit() and len(key) < 12:
        found = rows.filter(pk=int(key)).first()
    if found is None:
        raise Http404
    return found


@require_GET
@limited("photo")
def photo(request: HttpRequest, photo_id: int, size: str) -> HttpResponse:
    """A published photo in one of the two sizes."""
    if size not in WIDTHS:
        raise Http404
    row = get_object_or_404(public_photos().select_related("published"), pk=photo_id)
    if row.published.scan != ScanState.CLEAN:
        raise Http404
    try:
        response = HttpResponse(photo_bytes(row.published, size), content_type="image/jpeg")
    except FileNotFoundError:
        raise Http404 from None
    response["Cache-Control"] = "public, max-age=86400"
    response["X-Content-Type-Options"] = "nosniff"
    return response
