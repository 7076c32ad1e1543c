"""The verbs of annual reports."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction

from accounts.models import Unit, User
from core import audit, workflow
from core.editing import save_edit
from core.errors import Denied, FieldConflict, Stale
from core.files import store_bytes
from core.formats import date_vn, now, today
from core.spreadsheets import XLSX
from core.text import nfc
from documents.actions import draft_document, issue_document, replace_document
from documents.papers_common import agriculture_on
from documents.render.docx import MIME as DOCX
from documents.render.docx import to_docx
from programme.models import Report, ReportCorrection, ReportSection
from programme.reporting import parts, rules, settling
from programme.reporting.content import Content, drafted, take
from programme.reporting.figures import Tell, silent
from programme.reporting.paper import KINDS, REF, SYMBOLS, fields_of, issued_paper, source_of, workbook
from programme.reporting.states import ReportState
from programme.rules import check_unit_year_open

MOST_LETTERS = 20_000


def title_of(unit: Unit, year: int) -> str:
    """The subject line of the report."""
    return f"Kết quả thực hiện Chương trình mỗi xã một sản phẩm năm {year}, phương hướng, nhiệm vụ năm {year + 1}"


def _addressees(unit: Unit) -> list[str]:
    office = f"Sở {agriculture_on(today())}"
    if unit.level == "province":
        return [f"Ủy ban nhân dân {unit.area}", f"Bộ {agriculture_on(today())}"]
    province = f" {unit.parent.area}" if unit.parent else ""
    return [f"{office}{province}"]


def _recipients(unit: Unit) -> list[str]:
    if unit.level == "province":
        return [
            "Như trên",
            "Văn phòng Điều phối nông thôn mới trung ương",
            "UBND các huyện, thành phố",
            "Lưu: VT, PTNT",
        ]
    word = unit.name.split(" ", 1)[0].lower()
    return ["Như trên", f"Lãnh đạo UBND {word}", "Phòng Nông nghiệp và PTNT", "Lưu: VT, PNN"]


def default_cut_off(unit: Unit, year: int) -> dt.date:
    """The duty's cut-off, or today while that is still to come; never outside the year."""
    duty = settling.obligation_of(unit, year)
    wanted = duty.cut_off_on if duty else dt.date(year, 12, 31)
    return max(min(wanted, today()), dt.date(year, 1, 1))


@transaction.atomic
def open_report(*, unit: Unit, year: int, actor: User, tell: Tell = silent) -> Report:
    """Begin the unit's report of a year with figures and words; one that is there already is given back."""
    if unit.level not in KINDS or not rules.writes_for(actor, unit):
        raise Denied("Báo cáo năm do cán bộ của chính huyện, thành phố hoặc của Sở lập.")
    if not 2018 <= year <= today().year:
        raise Denied(f"Chưa lập được báo cáo năm {year}.")
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # two who begin at once find one report
    existing = Report.objects.filter(unit=unit, year=year).order_by("-revision").first()
    if existing is not None:
        return existing
    check_unit_year_open(unit, year)
    report = Report(
        unit=unit,
        year=year,
        title=title_of(unit, year),
        obligation=settling.obligation_of(unit, year),
        cut_off_on=default_cut_off(unit, year),
        addressees="\n".join(_addressees(unit)),
        recipients="\n".join(_recipients(unit)),
        created_by=actor,
    )
    _first_save(report, actor, "report.open", tell)
    return report


def _first_save(report: Report, actor: User, action: str, tell: Tell) -> None:
    take(report, tell)
    report.taken_at = now()
    report.full_clean(validate_constraints=False)
    report.save()
    words = drafted(report)
    ReportSection.objects.bulk_create(
        ReportSection(report=report, key=part.key, text=words[part.key], drafted=words[part.key])
        for part in parts.WRITTEN
    )
    settling.begun(report, actor)
    audit.record(
        actor=actor, action=action, obj=report, reason=report.reason,
        after={"year": report.year, "revision": report.revision, "cut_off_on": date_vn(report.cut_off_on)},
    )  # fmt: skip


def _locked(report: Report, actor: User, version: int | None) -> Report:
    stored = Report.objects.select_for_update(of=("self",)).select_related("unit__parent").get(pk=report.pk)
    rules.check_writes(actor, stored)
    if version is not None and stored.version != version:
        last = audit.timeline(stored).first()
        raise Stale(stored, [], last.actor_label if last else "")
    return stored


@transaction.atomic
def take_figures(
    *,
    report: Report,
    actor: User,
    cut_off_on: dt.date | None = None,
    version: int | None = None,
    tell: Tell = silent,
) -> Report:
    """Take every figure and table again at the end of the cut-off day. Own words stay; the portal's words are new.

    The figures are counted before the report is locked: whoever writes in it meanwhile does not wait.
    """
    check_take(report=report, actor=actor, cut_off_on=cut_off_on)
    fresh = Report(unit=report.unit, year=report.year, cut_off_on=cut_off_on or report.cut_off_on)
    take(fresh, tell)
    stored = _locked(report, actor, version)
    before = stored.cut_off_on
    stored.cut_off_on = fresh.cut_off_on
    stored.figures, stored.tables, stored.districts = fresh.figures, fresh.tables, fresh.districts
    stored.taken_at = now()
    stored.version += 1
    stored.save()
    for row in stored.corrections.all():  # what the records say now stands beside the figure that is given instead
        value = stored.figures["items"].get(row.key, {}).get("value")
        if value is not None and Decimal(value) != row.recorded:
            row.recorded = Decimal(value)
            row.save(update_fields=["recorded", "updated_at"])
    _redraft(stored)
    audit.record(
        actor=actor, action="report.take", obj=stored, before={"cut_off_on": date_vn(before)},
        after={"cut_off_on": date_vn(stored.cut_off_on)},
    )  # fmt: skip
    return stored


def check_take(*, report: Report, actor: User, cut_off_on: dt.date | None = None) -> None:
    """Raise Denied unless the person may take the figures at that day."""
    rules.check_writes(actor, report)
    day = cut_off_on or report.cut_off_on
    if not dt.date(report.year, 1, 1) <= day <= dt.date(report.year, 12, 31):
        raise Denied(f"Ngày chốt số liệu phải trong năm {report.year}.", obj=report)
    if day > today():
        raise Denied("Ngày chốt số liệu không được sau ngày hôm nay.", obj=report)


def _redraft(report: Report) -> None:
    words = drafted(report)
    for section in report.sections.select_for_update():
        new = words[section.key]
        if new == section.drafted:
            continue
        if not section.is_own:
            section.text = new
            section.version += 1
        section.drafted = new
        section.save()


@transaction.atomic
def save_section(*, report: Report, key: str, text: str, actor: User, version: int | None) -> ReportSection:
    """Write the words of one section. Raises Stale with both texts when somebody saved since `version`."""
    stored = _locked(report, actor, None)
    section = ReportSection.objects.select_for_update().get(report=stored, key=key)
    clean = "\n".join(nfc(line).strip() for line in text.replace("\r\n", "\n").split("\n")).strip()
    if len(clean) > MOST_LETTERS:
        raise Denied(f"Mục này dài quá {MOST_LETTERS} ký tự.", obj=stored)
    if section.text == clean:
        return section
    if version is not None and section.version != version:
        name = parts.name_of(key, stored.year)
        raise Stale(stored, [FieldConflict(name, clean, section.text)], str(section.edited_by or ""))
    section.text, section.edited_at, section.edited_by = clean, now(), actor
    section.version += 1
    section.save()
    audit.record(actor=actor, action="report.words", obj=stored, after={"section": key, "text": clean})
    return section


def restore_section(*, report: Report, key: str, actor: User, version: int | None) -> ReportSection:
    """Take the portal's words again."""
    section = ReportSection.objects.get(report=report, key=key)
    return save_section(report=report, key=key, text=section.drafted, actor=actor, version=version)


@transaction.atomic
def correct_figure(*, report: Report, key: str, value: Decimal, reason: str, actor: User) -> ReportCorrection:
    """Give another figure than the records, with its reason; the report shows it as such."""
    stored = _locked(report, actor, None)
    data = stored.figures.get("items", {}).get(key)
    if data is None or data["value"] is None:
        raise Denied("Chỉ điều chỉnh được số liệu đang có trong báo cáo.", obj=stored)
    if value < 0 or (data["unit"] != "người" and value != value.to_integral_value()):
        raise Denied("Số điều chỉnh phải là số nguyên, không âm.", obj=stored)
    ground = nfc(reason).strip()
    if not ground:
        raise Denied("Ghi lý do, căn cứ của số điều chỉnh.", obj=stored)
    recorded = Decimal(data["value"])
    if value == recorded:
        raise Denied("Số này đúng bằng số theo bản ghi, không cần điều chỉnh.", obj=stored)
    row, _made = ReportCorrection.objects.update_or_create(
        report=stored, key=key, defaults={"recorded": recorded, "value": value, "reason": ground, "author": actor}
    )
    _redraft(stored)
    audit.record(
        actor=actor, action="report.correct_figure", obj=stored, reason=ground,
        before={key: str(recorded)}, after={key: str(value)},
    )  # fmt: skip
    return row


@transaction.atomic
def remove_correction(*, report: Report, key: str, actor: User) -> None:
    """Go back to the records' figure."""
    stored = _locked(report, actor, None)
    row = ReportCorrection.objects.filter(report=stored, key=key).first()
    if row is None:
        return
    before = {key: str(row.value)}
    row.delete()
    _redraft(stored)
    audit.record(actor=actor, action="report.uncorrect", obj=stored, before=before, after={key: str(row.recorded)})


def edit_frame(
    *, report: Report, title: str, addressees: str, recipients: str, actor: User, version: int | None
) -> Report:
    """Change subject, addressees and recipients."""
    rules.check_writes(actor, report)
    values = {"title": nfc(title).strip(), "addressees": nfc(addressees), "recipients": nfc(recipients)}
    return save_edit(report, values, actor=actor, version=version, action="report.frame")


def take_report_step(*, report: Report, name: str, actor: User, version: int | None = None, reason: str = "") -> Report:
    """Submit or return. Sending has a verb of its own, since it issues the paper."""
    if name == "send":
        raise Denied("Duyệt, gửi tại trang của bước này.", obj=report)
    return workflow.apply(report, name, actor=actor, version=version, reason=reason)


@transaction.atomic
def send_report(
    *,
    report: Report,
    actor: User,
    issued_on: dt.date,
    signer_name: str,
    signer_position: str = "",
    signing_form: str = "",
    number: int | None = None,
    version: int | None = None,
) -> Report:
    """Issue the paper and send the report: number, PDF, Word file, spreadsheet, the duty settled. All or nothing."""
    stored = Report.objects.select_for_update(of=("self",)).select_related("unit__parent").get(pk=report.pk)
    had_a_hand = actor.pk in rules.preparers(stored) | {stored.submitted_by_id}
    if (
        stored.state != ReportState.WAITING
        or stored.submitted_by is None
        or had_a_hand
        or not rules.sends(actor, stored)
    ):
        workflow.apply(
            stored, "send", actor=actor, version=version
        )  # refuses with its own sentence, and says so in the trail
    content = Content(stored)
    document = draft_document(
        kind=KINDS[stored.unit.level],
        issuing_unit=stored.unit,
        fields=fields_of(stored),
        source=source_of(content),
        subject_ref=f"{REF}{stored.pk}",
        symbol=SYMBOLS[stored.unit.level],
        actor=stored.submitted_by,
    )
    document = issue_document(
        document=document,
        issued_on=issued_on,
        actor=actor,
        number=number,
        signer_name=signer_name,
        signer_position=signer_position,
        signing_form=signing_form or None,
    )
    name = f"{document.notation} Bao cao {stored.unit.short_name} {stored.year}".replace("/", "-")
    stored.document = document
    word, book = to_docx(issued_paper(document)), workbook(content)
    stored.docx = store_bytes(f"{name}.docx", word, owner=actor, mime=DOCX, purpose="report")
    stored.xlsx = store_bytes(f"{name}.xlsx", book, owner=actor, mime=XLSX, purpose="report")
    stored.save(update_fields=["document", "docx", "xlsx", "updated_at"])
    done = workflow.apply(stored, "send", actor=actor, version=version)
    if done.previous is not None and done.previous.document is not None:
        replace_document(document=done.previous.document, by=document, actor=actor)
    settling.sent(done, actor)
    return done


@transaction.atomic
def correct_report(*, report: Report, reason: str, actor: User, tell: Tell = silent) -> Report:
    """Begin a corrected version of what was sent: same words, figures taken again at the same cut-off."""
    if not rules.writes(actor, report):
        raise Denied("Bản sửa do cán bộ của chính đơn vị lập.", obj=report)
    ground = nfc(reason).strip()
    if not ground:
        raise Denied("Nêu lý do lập bản sửa.", obj=report)
    check_unit_year_open(report.unit, report.year)
    old = Report.objects.select_for_update(of=("self",)).select_related("unit__parent").get(pk=report.pk)
    if old.state != ReportState.SENT or Report.objects.filter(previous=old).exists():
        raise Denied("Chỉ lập bản sửa của bản mới nhất đã gửi.", obj=report)
    made = Report(
        unit=old.unit, year=old.year, revision=old.revision + 1, previous=old, reason=ground, title=old.title,
        obligation=old.obligation, cut_off_on=old.cut_off_on, addressees=old.addressees, recipients=old.recipients,
        created_by=actor,
    )  # fmt: skip
    _first_save(made, actor, "report.correct", tell)
    for row in old.corrections.all():
        ReportCorrection.objects.create(
            report=made, key=row.key, recorded=row.recorded, value=row.value, reason=row.reason, author=row.author
        )
    _redraft(made)
    for section in old.sections.all():
        if section.is_own:
            ReportSection.objects.filter(report=made, key=section.key).update(
                text=section.text, edited_at=section.edited_at, edited_by=section.edited_by
            )
    return made
