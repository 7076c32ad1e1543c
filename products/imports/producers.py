"""Producers from a sheet."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator

from core.text import fold
from products.enums import Gender, ProducerKind
from products.formats import clean_phone, clean_registration, clean_tax_code
from products.imports import cells
from products.imports.cells import BadCell
from products.imports.headings import Spec
from products.imports.names import kind_of
from products.imports.outcome import Change, Touched
from products.imports.places import Place
from products.imports.resource import Loader, SheetResource, labelled, said, shown_of
from products.models import Producer

PLACE_SPECS = (
    Spec("address", "Địa chỉ", ("Địa chỉ", "Địa chỉ sản xuất", "Nơi sản xuất", "Địa điểm", "Địa chỉ trụ sở", "Tên đường"),
         parent=True, example="Thôn 3, xã Yên Thắng, huyện Yên Mô"),
    Spec("commune", "Xã, phường", ("Xã", "Xã, phường", "Xã/phường", "Xã, phường, thị trấn", "Phường xã", "Tên xã"),
         parent=True, example="Yên Thắng"),
    Spec("district", "Huyện, thành phố", ("Huyện", "Huyện, thành phố", "Huyện/thành phố", "Quận huyện", "Địa bàn", "Tên huyện"),
         parent=True, example="Yên Mô"),
)  # fmt: skip
NAME_SPEC = Spec(
    "producer", "Chủ thể",
    ("Tên chủ thể", "Chủ thể", "Chủ thể sản xuất", "Đơn vị sản xuất", "Tên doanh nghiệp", "Cơ sở sản xuất", "Tên cơ sở",
     "Tên đơn vị", "Chủ thể OCOP", "Tên chủ thể sản xuất"),
    required=True, parent=True, example="Hợp tác xã rau, củ, quả Vân Trà",
)  # fmt: skip
KIND_SPEC = Spec(
    "kind", "Loại hình",
    ("Loại hình", "Loại hình chủ thể", "Loại hình kinh doanh", "Mô hình kinh doanh", "Hình thức tổ chức", "Loại chủ thể"),
    parent=True, example="Hợp tác xã", choices=tuple(kind.label for kind in ProducerKind),
)  # fmt: skip
TAX_SPEC = Spec("tax_code", "Mã số thuế", ("Mã số thuế", "MST", "Mã thuế"), parent=True, example="2700123456")
PHONE_SPEC = Spec(
    "phone", "Điện thoại", ("Điện thoại", "Số điện thoại", "SĐT", "ĐT", "Điện thoại liên hệ", "Số ĐT"),
    parent=True, example="0912345678",
)  # fmt: skip
_GENDERS = {"nu": Gender.FEMALE, "nam": Gender.MALE, "female": Gender.FEMALE, "male": Gender.MALE}


def in_form(into_form: Callable[[str], str]) -> Callable[[Any], str | None]:
    """A reader of numbers that bodies give out."""

    def reader(value: Any) -> str | None:
        plain = cells.text(value)
        return into_form(plain) if plain else None

    return reader


def tax_code(value: Any) -> str | None:
    """A tax code; the spreadsheet drops a leading zero."""
    plain = cells.text(value)
    if plain is None:
        return None
    return clean_tax_code(f"0{plain}" if plain.isdigit() and len(plain) in {9, 12} else plain)


def gender(value: Any) -> str | None:
    """Nam, nữ."""
    plain = cells.text(value)
    if plain is None:
        return None
    found = _GENDERS.get(fold(plain))
    if found is None:
        raise BadCell(f"Ghi “Nam” hoặc “Nữ”, không phải “{plain}”.")
    return found.value


def kind(value: Any) -> str | None:
    """The kind of producer."""
    plain = cells.text(value)
    if plain is None:
        return None
    found = kind_of(plain)
    if found is None:
        raise BadCell(f"“{plain}” không phải loại hình nào trong: {', '.join(one.label for one in ProducerKind)}.")
    return found.value


def email(value: Any) -> str | None:
    """A mail address."""
    plain = cells.text(value)
    if plain is None:
        return None
    try:
        EmailValidator()(plain)
    except ValidationError:
        raise BadCell(f"“{plain}” không phải địa chỉ thư điện tử.") from None
    return plain


def website(value: Any) -> str | None:
    """An address on the web, with https:// put before a bare one."""
    plain = cells.text(value)
    if plain is None:
        return None
    plain = plain if "://" in plain else f"https://{plain}"
    try:
        URLValidator(schemes=["http", "https"])(plain)
    except ValidationError:
        raise BadCell(f"“{plain}” không phải địa chỉ trang web.") from None
    return plain


class ProducerResource(SheetResource):
    """One row is one producer."""

    name = said("producer", cells.name, "name")
    kind = said("kind", kind)
    tax_code = said("tax_code", tax_code)
    registration_number = said("registration_number", in_form(clean_registration))
    registered_on = said("registered_on", cells.date)
    representative = said("representative", cells.text)
    representative_position = said("representative_position", cells.text)
    representative_gender = said("representative_gender", gender)
    representative_ethnicity = said("representative_ethnicity", cells.text)
    women_led = said("women_led", cells.yes_no)
    contact_person = said("contact_person", cells.text)
    phone = said("phone", in_form(clean_phone))
    email = said("email", email)
    website = said("website", website)
    workers = said("workers", cells.whole)
    local_workers = said("local_workers", cells.whole)
    latitude = said("latitude", cells.degrees)
    longitude = said("longitude", cells.degrees)
    history = said("history", cells.text)

    specs = (
        NAME_SPEC, KIND_SPEC, TAX_SPEC, *PLACE_SPECS, PHONE_SPEC,
        Spec("registration_number", "Số giấy đăng ký", ("Số giấy đăng ký kinh doanh", "Giấy đăng ký kinh doanh", "Số ĐKKD", "Số đăng ký kinh doanh", "GPKD"), example="09A8012345"),
        Spec("registered_on", "Ngày thành lập", ("Ngày thành lập", "Ngày đăng ký", "Ngày cấp", "Ngày cấp giấy đăng ký"), example="03/04/2019"),
        Spec("representative", "Người đại diện", ("Người đại diện", "Họ tên người đại diện", "Đại diện", "Chủ hộ", "Giám đốc", "Người đại diện theo pháp luật", "Chủ cơ sở"), example="Nguyễn Thị A"),
        Spec("representative_position", "Chức vụ", ("Chức vụ", "Chức danh", "Chức vụ người đại diện"), example="Giám đốc"),
        Spec("representative_gender", "Giới tính", ("Giới tính", "Giới tính người đại diện", "Nam/Nữ"), example="Nữ", choices=("Nam", "Nữ")),
        Spec("representative_ethnicity", "Dân tộc", ("Dân tộc", "Dân tộc người đại diện"), example="Kinh"),
        Spec("women_led", "Phụ nữ làm chủ", ("Phụ nữ làm chủ", "Do phụ nữ làm chủ", "Nữ làm chủ", "Chủ thể là nữ"), example="Có", choices=("Có", "Không")),
        Spec("contact_person", "Người liên hệ", ("Người liên hệ", "Đầu mối liên hệ", "Cán bộ đầu mối")),
        Spec("email", "Thư điện tử", ("Email", "Thư điện tử", "Địa chỉ email"), example="lienhe@example.vn"),
        Spec("website", "Trang web", ("Website", "Trang web", "Fanpage", "Trang thông tin điện tử")),
        Spec("workers", "Số lao động", ("Số lao động", "Lao động", "Tổng số lao động", "Tổng lao động"), example="12"),
        Spec("local_workers", "Lao động địa phương", ("Lao động địa phương", "Số lao động địa phương", "Trong đó lao động địa phương"), example="10"),
        Spec("craft_village", "Làng nghề", ("Làng nghề", "Thuộc làng nghề")),
        Spec("latitude", "Vĩ độ", ("Vĩ độ", "Latitude")),
        Spec("longitude", "Kinh độ", ("Kinh độ", "Longitude")),
        Spec("history", "Giới thiệu", ("Giới thiệu", "Lịch sử hình thành", "Ghi chú")),
    )  # fmt: skip

    class Meta:
        model = Producer
        fields = ("name", "kind", "tax_code", "registration_number", "registered_on", "representative",
                  "representative_position", "representative_gender", "representative_ethnicity", "women_led",
                  "contact_person", "phone", "email", "website", "workers", "local_workers", "latitude", "longitude",
                  "history")  # fmt: skip
        import_id_fields = ("name",)
        instance_loader_class = Loader
        use_bulk = True
        skip_diff = True
        skip_html_diff = True

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        """What decides which producer is meant."""
        self.read_identity(row, "producer", "chủ thể")
        self.values: dict[str, Any] = {}

    def known(self, row: Any) -> Producer | None:
        """By tax code, else by name and place."""
        assert self.place is not None  # noqa: S101 - set before
        try:
            code = tax_code(row.get("tax_code")) or ""
        except ValueError as error:
            raise ValidationError(labelled("Mã số thuế", str(error))) from None
        found = self.reading(self.register.producer, name=self.outcome.label, tax_code=code, place=self.place)
        if found is not None:
            self.only_once(id(found))
        return found

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        """Read the cells onto a scratch copy, so that a refused row leaves the known record as it was."""
        scratch = SimpleNamespace(**dict.fromkeys(self._meta.fields))
        super().import_instance(scratch, row, **kwargs)
        self.values = {name: getattr(scratch, name) for name in self._meta.fields}
        self._mend_location()
        village = self.reading(cells.text, row.get("craft_village"))
        if village:
            self.values["craft_village"] = self.reading(self.register.village, village)
        workers = self.values["workers"] if self.values["workers"] is not None else instance.workers
        local = self.values["local_workers"] if self.values["local_workers"] is not None else instance.local_workers
        if workers is not None and local is not None and local > workers:
            raise ValidationError({"local_workers": "không thể nhiều hơn số lao động."})

    def _mend_location(self) -> None:
        """Swapped figures are put right, since only one order lies in the country; anything else is refused."""
        latitude, longitude = self.values["latitude"], self.values["longitude"]
        if latitude is None and longitude is None:
            return
        if latitude is None or longitude is None:
            raise ValidationError({"latitude": "ghi cả vĩ độ và kinh độ, hoặc để trống cả hai."})
        if 8 <= longitude <= 24 and 102 <= latitude <= 118:
            latitude, longitude = longitude, latitude
            self.outcome.changes.append(Change("Toạ độ", "vĩ độ, kinh độ bị đảo", "đã đổi chỗ"))
        if not (Decimal(8) <= latitude <= 24 and 102 <= longitude <= 118):
            raise ValidationError({"latitude": "toạ độ không nằm trong nước ta."})
        self.values |= {"latitude": latitude, "longitude": longitude}

    def compare(self, instance: Any, row: Any) -> None:
        """A new producer, or a known one with what is new about it."""
        assert self.place is not None  # noqa: S101 - set before
        self.check_lengths(Producer, self.values)
        touched = touch_producer(self, instance, self.values, self.place)
        if touched is not None:
            self.pending.append(touched)

    def learn(self, obj: Any) -> None:
        """The next rows know it."""
        self.register.add_producer(obj)

    def write(self) -> None:
        """Store."""
        self.put([Producer])


LABELS = {spec.key: spec.label for spec in ProducerResource.specs} | {
    "name": "Tên chủ thể",
    "craft_village": "Làng nghề",
}


def touch_producer(resource: SheetResource, producer: Producer, values: dict[str, Any], place: Place) -> Touched | None:
    """Fill a new producer or change a known one; answers what was touched."""
    if resource.is_known(producer):
        more: dict[str, Any] = {}
        if place.commune is not None and producer.commune_id is None:
            more["commune"] = place.commune
        if place.detail and not producer.address:
            more["address"] = place.detail
        touched = resource.fill(producer, values | more, LABELS | {"commune": "Xã, phường"})
        return None if producer._state.adding else touched  # an earlier row makes it: it is written once, at the end
    producer.kind = values.get("kind") or (kind_of(values["name"]) or ProducerKind.ESTABLISHMENT).value
    for name, value in values.items():
        if value is not None:
            setattr(producer, name, value)
    producer.district, producer.commune, producer.address = place.district, place.commune, place.detail
    producer.source = resource.source
    resource.outcome.changes += [
        Change("Chủ thể mới", "", producer.name),
        Change("Loại hình", "", shown_of(producer, "kind", producer.kind)),
        Change("Địa bàn", "", (place.commune or place.district).name),
    ]
    return Touched(producer, created=True)
