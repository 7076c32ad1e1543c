"""Somebody to look at the sample pages."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

from django.http import HttpRequest, HttpResponse


def _seat(number: int, role: str, unit: str) -> SimpleNamespace:
    return SimpleNamespace(
        id=number, role=SimpleNamespace(label=role), unit=SimpleNamespace(name=unit, short_name=unit)
    )


OFFICER = SimpleNamespace(is_authenticated=True, is_active=True, full_name="Nguyễn Thị Ngọc Ánh", pk=1)
SEATS = [_seat(1, "Thư ký", "Phòng NN&PTNT Yên Mô"), _seat(2, "Tổ tư vấn", "Huyện Yên Mô")]


class PersonMiddleware:
    """Signs the officer in, or nobody when the address says `?khach=1`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set what accounts' middleware sets."""
        guest = "khach" in request.GET
        request.user = SimpleNamespace(is_authenticated=False, is_active=False) if guest else OFFICER  # type: ignore[assignment]
        request.session = {"work_year": 2024}  # type: ignore[assignment]
        request.seat = None if guest else SEATS[0]  # type: ignore[attr-defined]
        request.seats = [] if guest else SEATS  # type: ignore[attr-defined]
        return self.get_response(request)
