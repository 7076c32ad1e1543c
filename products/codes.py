"""Numbers drawn without gaps or doubles: the last one stands in a row that the drawing transaction locks."""

from __future__ import annotations

import secrets

from django.db import connection, transaction

from accounts.enums import UnitLevel
from accounts.models import Unit
from core.formats import now
from criteria.schema.ruleset import RulesetRules
from products.models import Dossier, NumberSeries, Product
from products.places import unit_above

DOSSIER_CODE = "HS-{year}-{sequence}"
_VERIFY_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that an old phone or an old eye confuses
_VERIFY_LENGTH = 16


@transaction.atomic
def draw(series: str) -> int:
    """The next number of a series.

    The row stays locked until the caller's transaction ends: a rollback gives the number back, so there is no gap.
    """
    table = NumberSeries._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" (series, last) VALUES (%s, 1) '  # noqa: S608 - the table's own name
            f'ON CONFLICT (series) DO UPDATE SET last = "{table}".last + 1 RETURNING last',
            [series],
        )
        return int(cursor.fetchone()[0])


def next_dossier_code() -> str:
    """HS-2024-0135; the year is Vietnam's calendar year at this moment."""
    year = now().year
    return DOSSIER_CODE.format(year=year, sequence=f"{draw(f'dossier {year}'):04d}")


def _place_codes(commune: Unit | None, district: Unit) -> dict[str, str]:
    place = commune or district
    province = unit_above(place, UnitLevel.PROVINCE)
    return {
        "province": province.code if province else "00",
        "district": district.code,
        "commune": commune.code if commune else "00000",
    }


def slip_number(rules: RulesetRules, dossier: Dossier) -> str:
    """Number on the paper registration slip: "0135/PĐK-37-14740-2026" (26/2026/QĐ-TTg, Mẫu số 01: Phiếu số).

    Which places it names, and in which order, is the ruleset's: province and commune, or province and district.
    """
    if not dossier.code:
        return ""
    _, year, sequence = dossier.code.split("-")
    places = "-".join(part for part in rules.dossier_code.split("-") if part != "{sequence}")
    return f"{sequence}/PĐK-" + places.format(year=year, **_place_codes(dossier.commune, dossier.district))


def next_product_code(rules: RulesetRules, product: Product) -> str:
    """Public product code in the ruleset's form; the sequence counts within everything else that the form names."""
    parts = _place_codes(product.commune, product.district) | {"year": str(now().year)}
    series = f"product {rules.product_code.format(sequence='*', **parts)}"
    return rules.product_code.format(sequence=f"{draw(series):03d}", **parts)


def new_verify_code() -> str:
    """80 random bits for the address of the public verification page."""
    return "".join(secrets.choice(_VERIFY_LETTERS) for _ in range(_VERIFY_LENGTH))
