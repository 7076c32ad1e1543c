"""Products from a sheet, with their yearly figures and, where they are new, their producers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cached_property, partial
from types import SimpleNamespace
from typing import Any

from django.core.exceptions import ValidationError

from core.formats import today
from core.text import fold
from products.enums import PropertyKind
from products.formats import clean_barcode, clean_phone
from products.imports import cells
from products.imports.cells import BadCell
from products.imports.headings import Spec
from products.imports.outcome import Change, Touched
from products.imports.producers import (
    KIND_SPEC,
    NAME_SPEC,
    PHONE_SPEC,
    PLACE_SPECS,
    TAX_SPEC,
    in_form,
    kind,
    tax_code,
    touch_producer,
    website,
)
from products.imports.resource import Loader, SheetResource, labelled, said
from products.models import Dossier, Producer, Product, ProductAlias, ProductSales, Recognition

PRODUCT_SPEC = Spec(
    "product", "Tên sản phẩm", ("Tên sản phẩm", "Sản phẩm", "Tên sản phẩm OCOP", "Sản phẩm OCOP", "Tên sản phẩm dịch vụ"),
    required=True, example="Bột rau má Vân Trà",
)  # fmt: skip
CODE_SPEC = Spec("code", "Mã sản phẩm", ("Mã sản phẩm", "Mã số sản phẩm", "Mã SP"))
GROUP_SPEC = Spec(
    "subgroup", "Nhóm sản phẩm",
    ("Nhóm sản phẩm", "Phân nhóm", "Ngành hàng", "Ngành", "Nhóm", "Loại sản phẩm", "Nhóm ngành hàng", "Bộ sản phẩm"),
    parent=True, example="Thực phẩm",
)  # fmt: skip
IDEA, PRODUCT = "Ý tưởng", "Sản phẩm"
_YEARLY = {"output": "Sản lượng", "revenue": "Doanh thu", "sales_price": "Giá bán", "sales_workers": "Lao động"}
_COLUMNS = {"output": "output", "revenue": "revenue", "sales_price": "price", "sales_workers": "workers"}


def property_kind(value: Any) -> str | None:
    """How the name is protected."""
    plain = cells.text(value)
    if plain is None:
        return None
    found = next((one for one in PropertyKind if fold(one.label) in fold(plain)), None)
    if found is None:
        raise BadCell(f"“{plain}” không phải loại nào trong: {', '.join(one.label for one in PropertyKind)}.")
    return found.value


def idea(value: Any) -> bool | None:
    """Whether the product is still an idea: "Ý tưởng" or "Sản phẩm", a tick, or Có and Không."""
    words = fold(cells.raw_text(value))
    if "y tuong" in words:
        return not words.startswith(("khong", "het"))
    if words in {"san pham", "da san xuat", "dang san xuat"}:
        return False
    try:
        return cells.yes_no(value)
    except BadCell:
        raise BadCell(f"Ghi “{IDEA}” hoặc “{PRODUCT}”, không phải “{cells.text(value)}”.") from None


class ProductSheet(SheetResource):
    """What sheets of products and of recognitions share: finding or making the product and its producer."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.register.read_products()
        aliases = ProductAlias.objects.select_related("product__producer", "product__district", "product__commune")
        self.aliases = {row.code: row.product for row in aliases}
        self.product_values: dict[str, Any] = {}

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        """What decides which product is meant."""
        self.read_identity(row, "product", "sản phẩm")
        self.code = self.reading(cells.text, row.get("code")) or ""
        self.producer_values = self._producer_values(row)
        self.producer = self._find_producer()

    def _producer_values(self, row: Any) -> dict[str, Any]:
        name = self.reading(cells.name, row.get("producer"))
        readers = {"tax_code": tax_code, "kind": kind, "phone": in_form(clean_phone)}
        values: dict[str, Any] = {"name": name}
        for key, reader in readers.items():
            try:
                values[key] = reader(row.get(key))
            except ValueError as error:
                raise ValidationError(labelled(self._label(key), str(error))) from None
        self.check_lengths(Producer, values)
        return values

    def _find_producer(self) -> Producer | None:
        """The producer whom the row names; a new one is made, an unnamed one stays unknown."""
        values = self.producer_values
        if not values["name"]:
            return None
        known = self.reading(
            self.register.producer, name=values["name"], tax_code=values["tax_code"] or "", place=self.place
        )
        return known if known is not None else Producer(name=values["name"])

    def find_product(self) -> Product | None:
        """The product that the row means. Raises ValidationError."""
        found: Product | None = self.aliases.get(self.code) if self.code else None
        if found is not None and not self.territory.holds(found.district_id, found.commune_id):
            raise ValidationError("Mã sản phẩm này đã được ghi cho một sản phẩm khác.")
        found = found or self.reading(
            self.register.product, name=self.outcome.label, code=self.code, producer=self.producer, place=self.place
        )
        if found is None or found.producer is None or self.producer is None:
            return found
        if found.producer is not self.producer and found.producer_id != self.producer.pk:
            raise ValidationError("Mã sản phẩm này đã được ghi cho sản phẩm của một chủ thể khác.")
        return found

    def compare_product(self, product: Product) -> None:
        """A new producer and product, or known ones with what is new about them."""
        assert self.place is not None  # noqa: S101 - set before
        self.check_lengths(Product, self.product_values)
        if self.producer is not None:
            values = dict(self.producer_values)
            if self.is_known(self.producer):
                values["name"] = None  # a sheet of products does not rename producers
            touched = touch_producer(self, self.producer, values, self.place)
            if touched is not None:
                self.pending.append(touched)
        labels = {spec.key: spec.label for spec in self.specs} | {
            "producer": "Chủ thể",
            "industry_name": "Nhóm sản phẩm",
        }
        if self.is_known(product):
            touched = self.fill(product, self.product_values | {"producer": self.producer}, labels)
            if touched is not None and not product._state.adding:
                self.pending.append(touched)
        else:
            self._make_product(product, labels)
        if self.code and self.code != product.code and self.code not in self.aliases:
            alias = ProductAlias(product=product, code=self.code[:40])
            self.aliases[self.code] = product
            self.takes_back.append(partial(self.aliases.pop, self.code))
            self.pending.append(Touched(alias, created=True))
            self.outcome.changes.append(Change("Mã cũ", "", self.code))

    def _make_product(self, product: Product, labels: dict[str, str]) -> None:
        """A new one of the row's producer and place."""
        assert self.place is not None  # noqa: S101 - set before
        for name, value in self.product_values.items():
            if value is not None:
                setattr(product, name, value)
        product.producer, product.source = self.producer, self.source
        product.district, product.commune = self.place.district, self.place.commune
        if self.producer is not None and product.commune is None:
            product.commune = self.producer.commune if self.producer.district_id == product.district_id else None
        self.pending.append(Touched(product, created=True))
        self.outcome.changes.append(Change("Sản phẩm mới", "", product.name))
        if product.is_idea:
            self.outcome.changes.append(Change(labels["is_idea"], "", cells.shown(True)))

    def group_values(self, row: Any) -> dict[str, Any]:
        """The subgroup when the words name one, else the words as the source's industry."""
        words = self.reading(cells.text, row.get("subgroup"))
        if not words:
            return {}
        subgroup = self.register.subgroup(words)
        return {"subgroup": subgroup} if subgroup is not None else {"industry_name": words[:100]}

    def learn(self, obj: Any) -> None:
        """The next rows know it."""
        if isinstance(obj, Producer):
            self.register.add_producer(obj)
        elif isinstance(obj, Product):
            self.register.add_product(obj)


class ProductResource(ProductSheet):
    """One row is one product; figures of several years stand beside it."""

    is_idea = said("is_idea", idea)
    description = said("description", cells.text)
    packaging = said("packaging", cells.text)
    barcode = said("barcode", in_form(clean_barcode))
    traceability = said("traceability", website)
    brand = said("brand", cells.text)
    property_kind = said("property_kind", property_kind)
    property_number = said("property_number", cells.text)
    standards = said("standards", cells.text)
    story = said("story", cells.text)

    specs = (
        PRODUCT_SPEC, replace(NAME_SPEC, required=False), KIND_SPEC, TAX_SPEC, *PLACE_SPECS, PHONE_SPEC, GROUP_SPEC, CODE_SPEC,
        Spec("is_idea", "Ý tưởng sản phẩm", ("Bước", "Ý tưởng sản phẩm", "Ý tưởng", "Là ý tưởng", "Mới là ý tưởng", "Giai đoạn"), choices=(PRODUCT, IDEA), example=PRODUCT),
        Spec("description", "Mô tả", ("Mô tả", "Mô tả sản phẩm", "Giới thiệu sản phẩm", "Thành phần", "Nguyên liệu", "Quy mô")),
        Spec("packaging", "Quy cách", ("Quy cách", "Quy cách đóng gói", "Bao bì", "Đóng gói"), example="Hộp 100 g"),
        Spec("barcode", "Mã số mã vạch", ("Mã số mã vạch", "Mã vạch", "Barcode", "GTIN"), example="8936012345678"),
        Spec("traceability", "Truy xuất nguồn gốc", ("Truy xuất nguồn gốc", "Link truy xuất", "Tem truy xuất", "Đường dẫn truy xuất")),
        Spec("brand", "Nhãn hiệu", ("Nhãn hiệu", "Thương hiệu")),
        Spec("property_kind", "Sở hữu trí tuệ", ("Sở hữu trí tuệ", "Bảo hộ sở hữu trí tuệ", "Loại bảo hộ"), choices=tuple(one.label for one in PropertyKind)),
        Spec("property_number", "Số văn bằng", ("Số văn bằng", "Số giấy chứng nhận nhãn hiệu", "Số đơn")),
        Spec("standards", "Tiêu chuẩn", ("Tiêu chuẩn", "Tiêu chuẩn áp dụng", "Chứng nhận", "Tiêu chuẩn chất lượng"), example="VietGAP"),
        Spec("story", "Câu chuyện", ("Câu chuyện", "Câu chuyện sản phẩm")),
        Spec("output", "Sản lượng", ("Sản lượng", "Sản lượng năm", "Số lượng", "Sản lượng sản xuất"), yearly=True, example="12,5"),
        Spec("output_unit", "Đơn vị tính", ("Đơn vị tính", "ĐVT", "Đơn vị"), example="tấn"),
        Spec("revenue", "Doanh thu", ("Doanh thu", "Doanh thu năm", "Giá trị", "Tổng doanh thu", "Doanh số"), yearly=True, money=True, example="1.250.000.000"),
        Spec("sales_price", "Giá bán", ("Giá bán", "Đơn giá", "Giá bán bình quân", "Giá"), yearly=True, money=True, example="85.000"),
        Spec("sales_workers", "Lao động", ("Lao động", "Số lao động", "Lao động tham gia"), yearly=True, example="12"),
        Spec("sales_year", "Năm số liệu", ("Năm", "Năm số liệu", "Năm báo cáo"), example="2024"),
    )  # fmt: skip

    class Meta:
        model = Product
        fields = ("is_idea", "description", "packaging", "barcode", "traceability", "brand", "property_kind", "property_number",
                  "standards", "story")  # fmt: skip
        import_id_fields = ("description",)
        instance_loader_class = Loader
        use_bulk = True
        skip_diff = True
        skip_html_diff = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.register.read_sales()

    @cached_property
    def registered(self) -> set[int]:
        """Products that are more than ideas; asked for once, when a row first says that one is an idea."""
        return set(Dossier.objects.values_list("product_id", flat=True)).union(
            Recognition.objects.values_list("product_id", flat=True)
        )

    def known(self, row: Any) -> Product | None:
        """By code, else by name and producer."""
        found = self.find_product()
        if found is not None:
            self.only_once(id(found))
        return found

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Read the cells onto a scratch copy, so that a refused row leaves the known record as it was."""
        scratch = SimpleNamespace(**dict.fromkeys(self._meta.fields))
        super().import_instance(scratch, row, **kwargs)
        self.product_values = {name: getattr(scratch, name) for name in self._meta.fields} | self.group_values(row)
        if self.product_values["is_idea"] and instance.pk in self.registered:
            raise ValidationError("Sản phẩm đã có hồ sơ hoặc công nhận, không ghi là ý tưởng được.")
        if instance._state.adding:
            self.product_values["name"] = self.outcome.label
        self.figures = self._figures(row["row"])

    def _figures(self, row: Any) -> dict[int, dict[str, Any]]:
        """Yearly figures by year. Raises ValidationError where nobody can say of which year."""
        own_year = self.reading(cells.year, row.get("sales_year"))
        unit = self.reading(cells.text, row.get("output_unit"))
        found: dict[int, dict[str, Any]] = defaultdict(dict)
        for (key, year), cell in row.cells.items():
            if key not in _YEARLY or cells.is_empty(cell):
                continue
            when = year or own_year
            column = _COLUMNS[key]
            value = self._figure(key, cell, row.factor(key, year))
            if value is None:
                continue
            if when is None:
                if key == "sales_price":
                    self.product_values["price"] = value  # a price without a year is the product's own
                    continue
                raise ValidationError(f"{_YEARLY[key]}: chưa rõ của năm nào. Ghi năm vào tiêu đề cột hoặc cột “Năm”.")
            if not 2000 <= when <= today().year:
                raise ValidationError(f"{_YEARLY[key]}: năm {when} không hợp lý.")
            found[when][column] = value
            if key == "output":
                found[when]["output_unit"] = row.unit(key, year) or unit
        return found

    def _figure(self, key: str, cell: Any, factor: int) -> Any:
        try:
            if key in {"revenue", "sales_price"}:
                return cells.money(cell, factor)
            return cells.whole(cell) if key == "sales_workers" else cells.decimal(cell)
        except BadCell as error:
            raise ValidationError(f"{_YEARLY[key]}: {error}") from None

    def compare(self, instance: Any, row: Any) -> None:
        """The product, then its figures year by year."""
        self.compare_product(instance)
        for year, values in sorted(self.figures.items()):
            labels = {column: f"{_YEARLY[key]} {year}" for key, column in _COLUMNS.items()}
            sales = self.register.sales.get((instance.pk or 0, year))
            if sales is None:
                sales = ProductSales(product=instance, year=year, source=self.source)
                self.fill(sales, values, labels)
                self.pending.append(Touched(sales, created=True))
            elif (touched := self.fill(sales, values, labels)) is not None:
                self.pending.append(touched)

    def write(self) -> None:
        """Store."""
        self.put([Producer, Product, ProductAlias, ProductSales])
