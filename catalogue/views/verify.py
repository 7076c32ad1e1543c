"""Xác minh: one big answer about a certificate."""

from __future__ import annotations

import io

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from catalogue.limits import limited
from catalogue.standing import Standing
from catalogue.verification import Answer, answer, clean_code, verify_url
from catalogue.views.lookup import icon_of
from catalogue.visibility import public_recognitions
from core.formats import now

TONES = {
    Standing.VALID: ("is-valid", "check-circle"),
    Standing.UNCERTAIN: ("is-expired", "question-circle"),
    Standing.EXPIRED: ("is-expired", "clock-history"),
    Standing.REVOKED: ("is-revoked", "x-octagon"),
    Standing.REPLACED: ("is-expired", "arrow-repeat"),
}


@require_GET
@limited("verify")
def ask(request: HttpRequest) -> HttpResponse:
    """Type or paste a code."""
    code = clean_code(request.GET.get("ma", ""))
    if code:
        return redirect("catalogue:verify", code=code)
    return render(request, "catalogue/verify_ask.html", {"asked": "ma" in request.GET})


@require_GET
@limited("verify")
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Say whether the certificate holds today."""
    found = answer(code)
    tone, sign = TONES[found.standing] if found.standing else ("is-unknown", "question-octagon")
    context = {"answer": found, "tone": tone, "sign": sign, "now": now(), **_product_of(found)}
    return render(request, "catalogue/verify.html", context, status=200 if found.recognition else 404)


def _product_of(found: Answer) -> dict[str, object]:
    if found.recognition is None:
        return {}
    product = found.recognition.product
    return {"product": product, "photo": product.photos.first(), "icon_name": icon_of(product)}


@require_GET
@limited("verify")
def qr(request: HttpRequest, code: str) -> HttpResponse:
    """The QR code of a certificate as SVG, for packaging and printing."""
    recognition = public_recognitions().filter(verify_code=code).first()
    if recognition is None:
        raise Http404
    buffer = io.BytesIO()
    segno.make(verify_url(recognition), error="m").save(buffer, kind="svg", border=4, scale=8, xmldecl=False)
    response = HttpResponse(buffer.getvalue(), content_type="image/svg+xml")
    response["Content-Disposition"] = f'attachment; filename="ma-qr-{recognition.verify_code}.svg"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
