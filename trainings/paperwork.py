"""The papers of a class: facts of the records, standard wording, and their place in the registry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Sum

from accounts.models import Unit
from core.formats import number_vn
from documents.forms_of_paper import training_invitation, training_report, training_sheet
from documents.forms_of_paper.training_common import Learner
from documents.kinds import LETTER_FIELDS, PARAGRAPHS, RECIPIENTS, DocumentKind, register
from documents.model import Doc
from documents.models import Document
from documents.papers_common import Body, Texts, body_named, days_words
from documents.printing import issue_of, words_of
from products.enums import BudgetSource, Gender
from trainings.enums import SEATED, Result
from trainings.models import Participant, TrainingClass
from trainings.queries import feedback_summary, sessions_with_counts
from trainings.rules import runs

INVITATION, REPORT = "giay-moi-tap-huan", "bao-cao-lop-tap-huan"
REF = "training:"
_OFFICE = "chuyen-mon"


def ref_of(training: TrainingClass) -> str:
    """How a document names the class."""
    return f"{REF}{training.pk}"


def class_of(document: Document) -> TrainingClass:
    """The class that a paper is about."""
    return TrainingClass.objects.select_related("unit__parent").get(pk=int(document.subject_ref.removeprefix(REF)))


def symbol_of(kind: str, unit: Unit) -> str:
    """GM-SNN, BC-PNN and the like."""
    return f"{'GM' if kind == INVITATION else 'BC'}-{'SNN' if unit.is_province else 'PNN'}"


def signing_form_of(unit: Unit) -> str:
    """Who signs for the office unless the officer chooses otherwise."""
    return "giam-doc" if unit.is_province else "truong-phong"


def office_of(unit: Unit) -> Body:
    """Sở or phòng of the unit, as papers name it."""
    return body_named(_OFFICE, unit.area, unit.level)


def _archive(unit: Unit) -> str:
    return "PTNT" if unit.is_province else "PNN"


def _lecturers(training: TrainingClass) -> list[str]:
    rows = training.lecturers.all()
    return [", ".join(part for part in (row.name, row.organisation) if part) for row in rows]


def _learner(row: Participant, note: str = "") -> dict[str, str]:
    return {
        "name": row.name,
        "position": row.position,
        "organisation": row.organisation,
        "phone": row.phone,
        "note": note,
    }


def _seated(training: TrainingClass) -> list[Participant]:
    return list(training.participants.filter(state__in=SEATED).order_by("name_sort", "pk"))


# --- invitation --------------------------------------------------------------------------------------------------


def invitation_source(training: TrainingClass) -> dict[str, Any]:
    """What the invitation says, as plain data."""
    return {
        "name": training.name,
        "group": training.get_group_display(),
        "content": training.content,
        "starts_at": training.starts_at.isoformat(),
        "first_day": training.first_day.isoformat(),
        "last_day": training.last_day.isoformat(),
        "place": training.place,
        "capacity": training.capacity,
        "lecturers": _lecturers(training),
        "study_visit": training.study_visit,
        "contact": training.contact,
        "reply_before": (training.registration_closes_on or training.first_day).isoformat(),
        "archive": _archive(training.unit),
        "learners": [_learner(row) for row in _seated(training)],
    }


def _invitation(source: Mapping[str, Any]) -> training_invitation.Facts:
    plain = {name: source[name] for name in ("name", "group", "content", "place", "capacity", "study_visit", "contact")}
    return training_invitation.Facts(
        **plain,
        starts_at=dt.time.fromisoformat(source["starts_at"]),
        first_day=dt.date.fromisoformat(source["first_day"]),
        last_day=dt.date.fromisoformat(source["last_day"]),
        reply_before=dt.date.fromisoformat(source["reply_before"]),
        archive=source["archive"],
        lecturers=tuple(source["lecturers"]),
        learners=tuple(Learner(**row) for row in source["learners"]),
    )


# --- report ------------------------------------------------------------------------------------------------------

_QUESTIONS = {
    "content": "nội dung", "lecturers": "giảng viên", "organisation": "tổ chức lớp", "usefulness": "áp dụng được",
}  # fmt: skip


def report_source(training: TrainingClass) -> dict[str, Any]:
    """What the class's report says, as plain data."""
    people = _seated(training)
    said = feedback_summary(training)
    sums = training.costs.order_by().values("source").annotate(planned=Sum("planned"), spent=Sum("spent"))
    above = training.unit.parent
    upper = (
        "Ủy ban nhân dân " + training.unit.area if training.unit.is_province or above is None else office_of(above).name
    )
    return {
        "name": training.name,
        "group": training.get_group_display(),
        "content": training.content,
        "first_day": training.first_day.isoformat(),
        "last_day": training.last_day.isoformat(),
        "place": training.place,
        "lecturers": _lecturers(training),
        "study_visit": training.study_visit,
        "capacity": training.capacity,
        "listed": len(people),
        "completed": sum(row.result == Result.COMPLETED for row in people),
        "women": sum(row.gender == Gender.FEMALE for row in people),
        "sessions": [[str(row), row.present] for row in sessions_with_counts(training)],  # type: ignore[attr-defined]
        "feedback_count": said["count"],
        "feedback": [[label, number_vn(said[key], 1)] for key, label in _QUESTIONS.items()] if said["count"] else [],
        "costs": [
            [str(BudgetSource(row["source"]).label), int(row["planned"]), int(row["spent"])]
            for row in sorted(sums, key=lambda row: BudgetSource.values.index(row["source"]))
        ],
        "note": training.result_note,
        "addressees": [upper],
        "archive": _archive(training.unit),
        "learners": [_learner(row, str(Result(row.result).label) if row.result else "") for row in people],
    }


def _report(source: Mapping[str, Any]) -> training_report.Facts:
    plain = {
        name: source[name]
        for name in (
            "name", "group", "content", "place", "study_visit", "capacity", "listed", "completed", "women",
            "feedback_count", "note", "archive",
        )
    }  # fmt: skip
    return training_report.Facts(
        **plain,
        first_day=dt.date.fromisoformat(source["first_day"]),
        last_day=dt.date.fromisoformat(source["last_day"]),
        lecturers=tuple(source["lecturers"]),
        sessions=tuple(training_report.SessionLine(*row) for row in source["sessions"]),
        feedback=tuple((label, mean) for label, mean in source["feedback"]),
        costs=tuple(training_report.CostLine(*row) for row in source["costs"]),
        addressees=tuple(source["addressees"]),
        learners=tuple(Learner(**row) for row in source["learners"]),
    )


def texts_and_source(kind: str, training: TrainingClass) -> tuple[Texts, dict[str, Any]]:
    """Standard wording and facts of a new draft."""
    if kind == INVITATION:
        source = invitation_source(training)
        return training_invitation.texts(_invitation(source)), source
    source = report_source(training)
    return training_report.texts(_report(source)), source


# --- the sheet to sign -------------------------------------------------------------------------------------------


def sign_sheets(training: TrainingClass) -> list[Doc]:
    """One paper for each six sessions."""
    learners = tuple(Learner(**_learner(row)) for row in _seated(training))
    heads = [f"Buổi {row.number}: {row.label.removeprefix('buổi ')}" for row in training.sessions.all()]
    when = days_words(training.first_day, training.last_day)
    return [
        training_sheet.paper(
            training_sheet.Facts(
                body=office_of(training.unit), name=training.name, when=when, place=training.place,
                sessions=part, learners=learners,
            )
        )
        for part in training_sheet.chunks(heads)
    ]  # fmt: skip


# --- the registry ------------------------------------------------------------------------------------------------


def _build_invitation(document: Document) -> Doc:
    return training_invitation.paper(issue_of(document), _invitation(document.source), words_of(document))


def _build_report(document: Document) -> Doc:
    return training_report.paper(issue_of(document), _report(document.source), words_of(document))


def _runs(user: Any, document: Document) -> bool:
    """Officers who run the class write its papers."""
    return runs(user, class_of(document))


_FORMS = ("truong-phong", "pho-truong-phong", "giam-doc", "pho-giam-doc")


def register_kinds() -> None:
    """Make the papers of a class known to the registry."""
    register(
        DocumentKind(
            code=INVITATION, label="Giấy mời dự lớp tập huấn", symbol="GM-PNN", body=_OFFICE, builder=_build_invitation,
            collect=lambda document: invitation_source(class_of(document)), signing_forms=_FORMS,
            editable_fields=(PARAGRAPHS, RECIPIENTS), editor_check=_runs,
        )
    )  # fmt: skip
    register(
        DocumentKind(
            code=REPORT, label="Báo cáo kết quả lớp tập huấn", symbol="BC-PNN", body=_OFFICE, builder=_build_report,
            collect=lambda document: report_source(class_of(document)), signing_forms=_FORMS,
            editable_fields=LETTER_FIELDS, editor_check=_runs,
        )
    )  # fmt: skip
