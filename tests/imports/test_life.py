"""The life of a batch: the dry run promises what the import does; all or the valid rows; once; and back again."""

from __future__ import annotations

import datetime as dt
import io
import threading
from decimal import Decimal

import pytest
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from core import audit, jobs
from core.errors import Denied
from core.files.store import read_stored
from core.formats import now, today
from core.models import AuditEvent, Job, JobState
from products.actions import imports, producers
from products.enums import ImportKind, ImportState, RowVerdict
from products.imports import running, workbooks
from products.imports.headings import Column
from products.imports.kinds import specs_of
from products.imports.reading import read
from products.models import ImportBatch, Producer, Product, ProductSales, Recognition
from tests.imports.conftest import changes, check, take_in, verdicts
from tests.imports.sheets import upload
from tests.products.world import build

PRODUCERS = [
    ["Tên chủ thể", "Loại hình", "Xã", "Điện thoại", "Số lao động"],
    ["HTX Nấm Yên Hòa", "Hợp tác xã", "Yên Hòa", "0912345678", 12],
    ["Hợp tác xã rau, củ, quả Vân Trà", "HTX", "Yên Thắng", "0987654321", 30],
    ["HTX Ngoài Huyện", "HTX", "Gia Hòa", "", ""],
]


def test_the_dry_run_writes_nothing_and_the_import_does_what_it_said(checked, world):
    before = Producer.objects.count()
    batch = checked("producers", PRODUCERS)
    assert Producer.objects.count() == before
    promised = {row.number: (row.verdict, row.changes) for row in batch.rows.all()}
    assert [verdict for verdict, _ in promised.values()] == ["new", "changed", "refused"]
    assert changes(batch, 3)["Số lao động"] == ("(để trống)", "30")
    take_in(batch, world.officer, "valid")
    assert batch.state == ImportState.IMPORTED
    assert Producer.objects.count() == before + 1
    world.producer.refresh_from_db()
    assert (world.producer.phone, world.producer.workers, world.producer.version) == ("0987654321", 30, 2)
    again = checked("producers", PRODUCERS)
    assert [verdict for verdict, _ in verdicts(again).values()] == ["unchanged", "unchanged", "refused"]
    with pytest.raises(Denied, match="Không có dòng nào"):
        imports.confirm(batch=again, actor=world.officer, mode="valid")


def test_what_the_dry_run_says_is_what_the_import_writes_row_by_row(checked, world):
    """Equality over a mixed sheet: every made or changed record is one that the dry run named, and no other."""
    batch = checked("products", _products())
    said = {row.number for row in batch.rows.filter(verdict__in=["new", "changed"])}
    counted = (Product.objects.count(), Producer.objects.count(), ProductSales.objects.count())
    take_in(batch, world.officer, "valid")
    wrote = {row.number for row in batch.rows.exclude(targets=[])}
    assert wrote == said
    made = [t for row in batch.rows.all() for t in row.targets if t["created"]]
    grown = (Product.objects.count(), Producer.objects.count(), ProductSales.objects.count())
    assert len(made) == sum(grown) - sum(counted)


def _products():
    year = today().year - 1
    return [
        ["Tên sản phẩm", "Chủ thể", "Xã", f"Doanh thu {year} (triệu đồng)", f"Sản lượng {year} (tấn)", "Giá bán", "Nhóm sản phẩm"],
        ["Bột rau má Vân Trà", "HTX rau, củ, quả Vân Trà", "Yên Thắng", "1.250", "12,5", "85.000", "Thực phẩm"],
        ["Nấm sò", "HTX Nấm", "Yên Hòa", 300, 2, "50.000", "Thực phẩm"],
        ["Nấm rơm", "HTX Nấm", "Yên Hòa", "-", None, None, None],
        ["Cam", "HTX Cam", "Gia Hòa", 1, 1, 1, None],
        ["Mật ong", None, "Yên Hòa", "nhiều", None, None, None],
    ]  # fmt: skip


def test_products_come_with_their_producers_and_yearly_figures(checked, world):
    world.producer.name = "Hợp tác xã rau, củ, quả Vân Trà"
    world.producer.save()
    batch = checked("products", _products())
    assert [verdict for verdict, _ in verdicts(batch).values()] == ["changed", "new", "new", "refused", "refused"]
    take_in(batch, world.officer, "valid")
    sales = ProductSales.objects.get(product=world.product)
    assert (sales.revenue, sales.output, sales.output_unit) == (Decimal(1_250_000_000), Decimal("12.5"), "tấn")
    assert Producer.objects.filter(name="HTX Nấm").count() == 1, "two rows, one new producer"
    assert Product.objects.get(name="Nấm rơm").sales.count() == 0
    world.product.refresh_from_db()
    assert world.product.price == Decimal(85_000)
    told = audit.timeline(world.product).first()
    assert (told.action, told.actor) == ("product.import", world.officer)
    assert not list(audit.breaks())


def test_ideas_of_products_come_from_a_sheet(checked, world):
    Product.objects.filter(pk=world.product.pk).update(is_idea=True)
    other = world.fresh_product("Nấm sò")
    world.draft(other)
    batch = checked(
        "products",
        [
            ["Tên sản phẩm", "Chủ thể", "Xã", "Bước"],
            ["Kẹo rau má", "HTX rau, củ, quả Vân Trà", "Yên Thắng", "Ý tưởng sản phẩm"],
            ["Trà rau má", "HTX rau, củ, quả Vân Trà", "Yên Thắng", "x"],
            ["Cao rau má", "HTX rau, củ, quả Vân Trà", "Yên Thắng", None],
            ["Bột rau má Vân Trà", "HTX rau, củ, quả Vân Trà", "Yên Thắng", "Sản phẩm"],
            ["Nấm sò", "HTX rau, củ, quả Vân Trà", "Yên Thắng", "Ý tưởng"],
            ["Bánh rau má", "HTX rau, củ, quả Vân Trà", "Yên Thắng", "Đang tính"],
        ],
    )
    said = verdicts(batch)
    assert [verdict for verdict, _ in said.values()] == ["new", "new", "new", "changed", "refused", "refused"]
    assert said[6][1] == ["Sản phẩm đã có hồ sơ hoặc công nhận, không ghi là ý tưởng được."]
    assert said[7][1] == ["Ý tưởng sản phẩm: ghi “Ý tưởng” hoặc “Sản phẩm”, không phải “Đang tính”."]
    assert changes(batch, 2)["Ý tưởng sản phẩm"] == ("", "Có")
    assert changes(batch, 5) == {"Ý tưởng sản phẩm": ("Có", "Không")}
    take_in(batch, world.officer, "valid")
    ideas = dict(Product.objects.filter(producer=world.producer).values_list("name", "is_idea"))
    assert {name for name, is_idea in ideas.items() if is_idea} == {"Kẹo rau má", "Trà rau má"}
    assert len(ideas) == 5


def test_all_or_nothing_writes_nothing_while_a_row_is_refused(checked, world):
    batch = checked("producers", PRODUCERS)
    with pytest.raises(Denied, match="từ chối"):
        imports.confirm(batch=batch, actor=world.officer, mode="all")
    batch.refresh_from_db()
    assert (batch.state, batch.confirmed_by) == (ImportState.CHECKED, None)


def test_what_changed_since_the_dry_run_stops_the_import(checked, world):
    batch = checked("producers", PRODUCERS)
    producers.edit_producer(producer=world.producer, actor=world.officer, values={"phone": "0987654321", "workers": 30})
    job = imports.confirm(batch=batch, actor=world.officer, mode="valid")
    jobs.run(str(job.pk))
    job.refresh_from_db()
    batch.refresh_from_db()
    assert (job.state, batch.state) == (JobState.FAILED, ImportState.CHECKED)
    assert job.error == running.CHANGED_SINCE
    assert not Producer.objects.filter(name="HTX Nấm Yên Hòa").exists()
    take_in(check(batch, world.officer), world.officer, "valid")
    assert Producer.objects.filter(name="HTX Nấm Yên Hòa").exists()


def test_a_job_that_comes_twice_imports_once(checked, world):
    batch = checked("producers", PRODUCERS[:2])
    job = imports.confirm(batch=batch, actor=world.officer, mode="all")
    for _ in range(3):
        jobs.run(str(job.pk))
    Job.objects.filter(pk=job.pk).update(state=JobState.WAITING)
    jobs.run(str(job.pk))
    assert Producer.objects.filter(name="HTX Nấm Yên Hòa").count() == 1


def test_undo_brings_everything_back(checked, world):
    batch = checked("products", _products())
    phone = world.producer.phone
    take_in(batch, world.officer, "valid")
    with CaptureQueriesContext(connection) as asked:
        imports.undo(batch=batch, actor=world.officer)
    one_by_one = [query["sql"] for query in asked if 'WHERE "products_product"."id" = ' in query["sql"]]
    assert one_by_one == [], "the trail names thousands of records without a statement for each"
    assert batch.state == ImportState.UNDONE
    assert not Product.objects.filter(name__startswith="Nấm").exists()
    assert not ProductSales.objects.exists()
    assert not Producer.objects.filter(name="HTX Nấm").exists()
    world.product.refresh_from_db()
    world.producer.refresh_from_db()
    assert (world.product.price, world.producer.phone) == (None, phone)
    assert AuditEvent.objects.filter(action="product.import_undo").exists()
    with pytest.raises(Denied):
        imports.undo(batch=batch, actor=world.officer)


def test_undo_stops_at_what_somebody_touched(checked, world):
    batch = checked("products", _products())
    take_in(batch, world.officer, "valid")
    made = Product.objects.get(name="Nấm sò")
    from products.actions import products

    products.edit_product(product=made, actor=world.officer, values={"packaging": "Hộp 200 g"})
    with pytest.raises(Denied, match="Nấm sò"):
        imports.undo(batch=batch, actor=world.officer)
    batch.refresh_from_db()
    assert batch.state == ImportState.IMPORTED
    assert Product.objects.filter(name="Nấm rơm").exists(), "nothing was taken back"


def test_undo_stops_where_something_hangs_on_a_record(checked, world):
    batch = checked("products", _products())
    take_in(batch, world.officer, "valid")
    made = Product.objects.get(name="Nấm sò")
    Product.objects.filter(pk=made.pk).update(subgroup=world.product.subgroup)
    made.refresh_from_db()
    world.draft(made)
    with pytest.raises(Denied, match="Không hoàn tác được"):
        imports.undo(batch=batch, actor=world.officer)


# --- recognitions -------------------------------------------------------------------------------------------------

OLD = [
    "Tên sản phẩm",
    "Chủ thể",
    "Xã",
    "Hạng sao",
    "Số quyết định",
    "Ngày quyết định",
    "Năm công nhận",
    "Cơ quan công nhận",
]


def test_the_newest_recognition_stands_and_older_ones_are_history(checked, world):
    day = today()
    recent, older = day - dt.timedelta(days=100), day - dt.timedelta(days=700)
    rows = [
        OLD,
        ["Nấm sò", "HTX Nấm", "Yên Hòa", "4 sao", "20/QĐ-UBND", recent, None, "UBND tỉnh Ninh Bình"],
        ["Nấm sò", "HTX Nấm", "Yên Hòa", "Ocop.3", "10/QĐ-UBND", older, None, "UBND huyện Yên Mô"],
        ["Rượu cũ", "HTX Nấm", "Yên Hòa", 3, None, None, 2019, ""],
        ["Rượu mờ", "HTX Nấm", "Yên Hòa", "0", None, None, 2023, ""],
    ]
    batch = checked("recognitions", rows)
    assert [verdict for verdict, _ in verdicts(batch).values()] == ["new", "new", "new", "refused"]
    take_in(batch, world.officer, "valid")
    states = {(r.stars, r.state) for r in Recognition.objects.filter(product__name="Nấm sò")}
    assert states == {(4, "valid"), (3, "replaced")}
    old = Recognition.objects.get(product__name="Rượu cũ")
    assert (old.state, old.valid_until, old.issued_by) == ("expired", None, "")


def test_a_sheet_never_changes_what_the_register_says(checked, world):
    day = today() - dt.timedelta(days=50)
    row = ["Nấm sò", "HTX Nấm", "Yên Hòa", 3, "10/QĐ-UBND", day, None, "UBND huyện Yên Mô"]
    take_in(checked("recognitions", [OLD, row]), world.officer)
    other = [*row[:3], 4, *row[4:]]
    assert "Sổ công nhận ghi 3 sao" in verdicts(checked("recognitions", [OLD, other]))[2][1][0]
    elsewhere = [*row[:7], "UBND tỉnh Ninh Bình"]
    assert "Bảng tính không sửa" in verdicts(checked("recognitions", [OLD, elsewhere]))[2][1][0]
    assert verdicts(checked("recognitions", [OLD, row]))[2][0] == "unchanged"


def test_a_recognition_by_a_council_of_the_portal_is_not_replaced(checked, world):
    world.recognised(decided_on=today() - dt.timedelta(days=30))
    row = [world.product.name, world.producer.name, "Yên Thắng", 4, "99/QĐ-UBND", today(), None, "UBND tỉnh"]
    told = verdicts(checked("recognitions", [OLD, row]))[2]
    assert (told[0], "hội đồng đánh giá trên cổng" in told[1][0]) == ("refused", True)


# --- whose rows ---------------------------------------------------------------------------------------------------


def test_another_districts_row_is_refused_in_the_same_words_whatever_is_there(checked, world):
    """Nobody learns from a refusal whether the other district has that producer."""
    known = producers.create_producer(
        actor=world.neighbour,
        values={"name": "HTX Hàng Xóm", "kind": "cooperative", "district": world.units["Gia Viễn"], "commune": world.units["Gia Hòa"]},
    )  # fmt: skip
    rows = [
        ["Tên chủ thể", "Xã", "Điện thoại"],
        [known.name, "Gia Hòa", "0912345678"],
        ["HTX Không Có Thật", "Gia Hòa", "0912345678"],
    ]
    told = verdicts(checked("producers", rows))
    assert told[2] == told[3] == ("refused", ["Địa bàn của dòng này không thuộc phạm vi bạn được giao."])
    here = verdicts(checked("producers", [["Tên chủ thể", "Xã"], [known.name, "Yên Hòa"]]))
    assert here[2][0] == "new", "the same name here is another producer"


def test_a_batch_is_its_units_own(checked, world, client_as):
    batch = checked("producers", PRODUCERS)
    stranger = client_as(user=world.neighbour)
    from django.urls import reverse

    for name in ("import", "import_columns", "import_confirm", "import_verdicts"):
        assert stranger.get(reverse(f"products:{name}", args=[batch.pk])).status_code == 404
    for name in ("import_check", "import_confirm", "import_undo", "import_drop"):
        assert stranger.post(reverse(f"products:{name}", args=[batch.pk]), {"mode": "all"}).status_code == 404
    assert stranger.get(reverse("core:file", args=[batch.file_id])).status_code == 404
    assert b"bang.xlsx" not in stranger.get(reverse("products:imports")).content
    with pytest.raises(Denied):
        imports.check(batch=batch, actor=world.neighbour)


# --- pages and workbooks ------------------------------------------------------------------------------------------


def test_columns_may_be_chosen_by_hand(world):
    rows = [["Cột A", "Cột B"], ["HTX Nấm", "Yên Hòa"]]
    batch = imports.open_batch(actor=world.officer, kind="producers", upload=upload(rows))
    with pytest.raises(Denied, match="Chưa chọn cột"):
        imports.check(batch=batch, actor=world.officer)
    chosen = [Column(0, "Cột A", "producer"), Column(1, "Cột B", "commune")]
    imports.choose_columns(
        batch=batch, actor=world.officer, columns=chosen, sheet="DS", heading_row=1, heading_depth=1, fill_down=False
    )
    assert verdicts(check(batch, world.officer))[2][0] == "new"
    twice = [Column(0, "Cột A", "producer"), Column(1, "Cột B", "producer")]
    with pytest.raises(Denied, match="hai cột"):
        imports.choose_columns(
            batch=batch, actor=world.officer, columns=twice, sheet="DS", heading_row=1, heading_depth=1, fill_down=False
        )


def test_the_result_stands_beside_the_rows_and_is_never_a_formula(checked, world):
    rows = [["Tên chủ thể", "Xã", "Ghi chú"], ["HTX Nấm", "Yên Hòa", "=1+1"], ["@HTX", "Đồng Xa", "+84"]]
    batch = checked("producers", rows)
    take_in(batch, world.officer, "valid")
    sheet = load_workbook(io.BytesIO(read_stored(batch.result))).active
    assert [cell.value for cell in sheet[1]][-3:] == ["Kết luận", "Lý do", "Thay đổi"]
    assert sheet["D2"].value == RowVerdict.NEW.label
    assert "Đồng Xa" in sheet["E3"].value
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("kind", ImportKind.values)
def test_the_template_is_recognised_whole_and_offers_lists(world, kind):
    data = workbooks.template_bytes(kind, communes=[world.units["Yên Hòa"], world.units["Yên Thắng"]])
    book = load_workbook(io.BytesIO(data))
    assert book.worksheets[0].data_validations.dataValidation
    headings = [cell.value for cell in book.worksheets[0][1]]
    from products.imports.headings import recognise_one

    known = [recognise_one(heading, specs_of(kind)) for heading in headings]
    assert [key for key, close in known if close == 1.0] == [spec.key for spec in specs_of(kind)]
    assert read(data)[0].rows, "the heading row alone"


def test_the_page_costs_the_same_for_three_rows_and_thirty(checked, world, client_as, django_assert_max_num_queries):
    from django.urls import reverse

    batch = checked("producers", [["Tên chủ thể", "Xã"], *([f"HTX {n}", "Yên Hòa"] for n in range(60))])
    client = client_as(user=world.officer)
    client.get(reverse("products:import", args=[batch.pk]))
    with django_assert_max_num_queries(20):
        assert client.get(reverse("products:import", args=[batch.pk])).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_confirms_at_once_make_one_import(law, settings):
    world = build()
    batch = imports.open_batch(actor=world.officer, kind="producers", upload=upload(PRODUCERS[:2]))
    check(batch, world.officer)
    barrier, said = threading.Barrier(2), []

    def confirm():
        mine = ImportBatch.objects.get(pk=batch.pk)
        barrier.wait()
        try:
            said.append(imports.confirm(batch=mine, actor=world.officer, mode="all"))
        except Denied as refusal:
            said.append(refusal.sentence)
        close_old_connections()

    people = [threading.Thread(target=confirm) for _ in range(2)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    started = [one for one in said if isinstance(one, Job)]
    assert len(started) == 1, said
    jobs.run(str(started[0].pk))
    started[0].refresh_from_db()
    assert (started[0].state, started[0].done) == (JobState.DONE, 1), "progress is told while the transaction runs"
    assert Producer.objects.filter(name="HTX Nấm Yên Hòa").count() == 1


# --- faults -------------------------------------------------------------------------------------------------------


def test_a_check_that_is_stopped_leaves_the_batch_ready_to_go_on(world):
    batch = imports.open_batch(actor=world.officer, kind="producers", upload=upload(PRODUCERS))
    job = imports.check(batch=batch, actor=world.officer)
    Job.objects.filter(pk=job.pk).update(cancel_requested=True)
    jobs.run(str(job.pk))
    job.refresh_from_db()
    batch.refresh_from_db()
    assert (job.state, batch.state, batch.rows.count()) == (JobState.CANCELLED, ImportState.UPLOADED, 0)
    assert check(batch, world.officer).state == ImportState.CHECKED


def test_an_import_whose_worker_died_is_done_by_the_next(checked, world):
    batch = checked("producers", PRODUCERS[:2])
    job = imports.confirm(batch=batch, actor=world.officer, mode="all")
    silent = now() - jobs.STALE_AFTER - dt.timedelta(minutes=1)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, heartbeat_at=silent)
    jobs.run(str(job.pk))
    batch.refresh_from_db()
    assert (batch.state, Producer.objects.filter(name="HTX Nấm Yên Hòa").count()) == (ImportState.IMPORTED, 1)


def test_an_import_that_breaks_writes_nothing_and_can_be_confirmed_again(checked, world, monkeypatch):
    batch = checked("producers", PRODUCERS[:2])

    def break_down(*args, **kwargs):
        raise OSError("the disk is full")

    monkeypatch.setattr("products.jobkinds.store_bytes", break_down)
    take_in(batch, world.officer)
    assert (batch.state, batch.confirmed_by) == (ImportState.CHECKED, None)
    assert not Producer.objects.filter(name="HTX Nấm Yên Hòa").exists()
    monkeypatch.undo()
    assert take_in(batch, world.officer).state == ImportState.IMPORTED


def test_a_recognised_idea_is_a_product(checked, world):
    Product.objects.filter(pk=world.product.pk).update(is_idea=True)
    rows = [["Tên sản phẩm", "Chủ thể", "Xã", "Hạng sao", "Năm công nhận"],
            ["Bột rau má Vân Trà", "HTX rau, củ, quả Vân Trà", "Yên Thắng", 3, 2022]]  # fmt: skip
    take_in(checked("recognitions", rows), world.officer)
    world.product.refresh_from_db()
    assert not world.product.is_idea
