"""What the register already holds within the person's reach, read once and looked up in memory for every row."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from core.text import fold
from criteria.models import Subgroup
from products.imports.cells import BadCell
from products.imports.names import loose_key, producer_key, product_key, village_key
from products.imports.places import Place
from products.models import CraftVillage, Producer, ProducerAlias, Product, ProductSales, Recognition
from products.places import Territory


class Register:
    """Producers, products, yearly figures and recognitions of a territory. Nothing outside it is ever named."""

    def __init__(self, territory: Territory) -> None:
        self.territory = territory
        self.by_tax: dict[str, Producer] = {}
        self.by_name: dict[str, list[Producer]] = defaultdict(list)
        self.by_loose_name: dict[str, list[Producer]] = defaultdict(list)
        mine = Producer.objects.filter(territory.q(), merged_into=None).select_related("district", "commune")
        self.producers = {producer.pk: producer for producer in mine}
        for producer in self.producers.values():
            self.add_producer(producer)
        for alias in ProducerAlias.objects.filter(producer__in=self.producers):
            kept = self.producers[alias.producer_id]
            self.by_name[producer_key(alias.name)].append(kept)
            if alias.tax_code:
                self.by_tax.setdefault(alias.tax_code, kept)
        everywhere = Producer.objects.exclude(tax_code="").values_list("tax_code", flat=True)
        self.taken_tax_codes = set(everywhere) - set(self.by_tax)
        self.villages: dict[str, list[CraftVillage]] = defaultdict(list)
        for village in CraftVillage.objects.filter(territory.q()):
            self.add_village(village)

    def add_producer(self, producer: Producer) -> None:
        """Know a producer from now on."""
        if producer.tax_code:
            self.by_tax[producer.tax_code] = producer
        self.by_name[producer_key(producer.name)].append(producer)
        self.by_loose_name[loose_key(producer.name)].append(producer)

    def producer(self, *, name: str, tax_code: str, place: Place) -> Producer | None:
        """The producer that the cells mean, by tax code, else by name and place; None when it is a new one.

        Raises BadCell when several are meant, or when the tax code belongs to one that the person may not see.
        """
        if tax_code:
            found = self.by_tax.get(tax_code)
            if found is not None:
                return found
            if tax_code in self.taken_tax_codes:
                raise BadCell("Mã số thuế này đã được ghi cho một chủ thể khác.")
        near = {id(one): one for one in self.by_name.get(producer_key(name), ()) if _near(one, place)}
        found_here = [one for one in near.values() if not (tax_code and one.tax_code and one.tax_code != tax_code)]
        if len(found_here) > 1:
            exact = [one for one in found_here if place.commune and one.commune_id == place.commune.pk]
            if len(exact) != 1:
                raise BadCell(f"Có {len(found_here)} chủ thể tên “{name}” ở nơi này. Ghi thêm mã số thuế hoặc xã.")
            return exact[0]
        return found_here[0] if found_here else self._written_otherwise(name, tax_code, place)

    def _written_otherwise(self, name: str, tax_code: str, place: Place) -> Producer | None:
        """The only co-operative of that commune whose name differs by its trade words alone: HTX, HTXNN, HTX DVNN."""
        alike = [
            one
            for one in self.by_loose_name.get(loose_key(name), ())
            if place.commune is not None
            and one.commune_id == place.commune.pk
            and not (tax_code and one.tax_code and one.tax_code != tax_code)
        ]
        return alike[0] if len(alike) == 1 else None

    def village(self, name: str) -> CraftVillage:
        """The craft village of that name. Raises BadCell."""
        found = self.villages.get(village_key(name), [])
        if len(found) != 1:
            raise BadCell(f"Chưa có làng nghề “{name}” trong sổ, hoặc có nhiều làng cùng tên.")
        return found[0]

    def villages_named(self, key: str) -> list[CraftVillage]:
        """Craft villages whose name means the same."""
        return self.villages.get(key, [])

    def add_village(self, village: CraftVillage) -> None:
        """Know a craft village from now on."""
        self.villages[village_key(village.name)].append(village)

    # --- products ------------------------------------------------------------------------------------------------

    def read_products(self) -> None:
        """Products of the territory."""
        self.products: dict[str, list[Product]] = defaultdict(list)
        rows = Product.objects.filter(self.territory.q()).select_related("producer", "district", "commune", "subgroup")
        for product in rows:
            self.add_product(product)
        self.by_code: dict[str, Product] = {
            product.code: product for rows in self.products.values() for product in rows if product.code
        }
        self.subgroups: dict[str, list[Subgroup]] = defaultdict(list)
        for subgroup in Subgroup.objects.all():
            self.subgroups[fold(subgroup.name)].append(subgroup)
            self.subgroups[subgroup.code].append(subgroup)

    def add_product(self, product: Product) -> None:
        """Know a product from now on."""
        self.products[product_key(product.name)].append(product)

    def product(self, *, name: str, code: str, producer: Producer | None, place: Place) -> Product | None:
        """The product that the cells mean: by code, by name and producer, or by name and place when nobody says whose.

        Raises BadCell when several are meant.
        """
        if code and code in self.by_code:
            return self.by_code[code]
        named = [one for one in self.products.get(product_key(name), ()) if _near(one, place)]
        if producer is not None:
            own = [one for one in named if one.producer is not None and _same(one.producer, producer)]
            named = own or [one for one in named if one.producer is None]
        if len(named) > 1:
            raise BadCell(f"Có {len(named)} sản phẩm tên “{name}” ở nơi này. Ghi thêm chủ thể hoặc mã sản phẩm.")
        return named[0] if named else None

    def read_sales(self) -> None:
        """Yearly figures of the products."""
        rows = ProductSales.objects.filter(product__in=[p.pk for found in self.products.values() for p in found])
        self.sales: dict[tuple[int, int], ProductSales] = {(row.product_id, row.year): row for row in rows}

    def read_recognitions(self) -> None:
        """Recognitions of the products."""
        self.recognitions: dict[int, list[Recognition]] = defaultdict(list)
        for row in Recognition.objects.filter(product__in=[p.pk for found in self.products.values() for p in found]):
            self.recognitions[row.product_id].append(row)

    def subgroup(self, text: str) -> Subgroup | None:
        """The subgroup of that code or name; None when the words name no single one."""
        found = self.subgroups.get(text) or self.subgroups.get(fold(text)) or []
        return found[0] if len(found) == 1 else None


def _same(left: Any, right: Any) -> bool:
    return left is right or (left.pk is not None and left.pk == right.pk)


def _near(record: Producer | Product, place: Place) -> bool:
    """Say whether a record may be at a place: the same commune, or the same district where one side is silent."""
    if record.commune_id and place.commune is not None:
        return record.commune_id == place.commune.pk
    return record.district_id == place.district.pk
