"""A class of each district: open, with its own people, a material, a running one, a summed-up place."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.enums import Role
from accounts.models import User
from core.files import store_bytes
from core.formats import today
from tests.products import world as makers
from trainings.actions import classes, participants
from trainings.actions.sheets import purpose_of
from trainings.candidates import Wish
from trainings.door import door_code, feedback_code
from trainings.enums import TargetGroup
from trainings.models import Lecturer, Material, Participant


def furnish(side: Any, province: dict[str, User]) -> None:
    """Everything that a class has, named with the side's words."""
    officer = side.people[Role.DISTRICT_OFFICER]
    training = _class(side, officer, "đang mời", takes_registrations=True)
    side.things["training"] = training
    side.things["lecturer"] = classes.add_part(
        training=training, model=Lecturer, actor=officer, values={"name": f"Giảng viên {side.words['person']}"}
    )
    side.things["material"] = classes.add_part(
        training=training, model=Material, actor=officer, values={"title": f"Tài liệu {side.words['note']}", "link": ""},
        upload=SimpleUploadedFile(f"{side.words['evidence']}-tap-huan.pdf", makers.pdf_bytes(), "application/pdf"),
    )  # fmt: skip
    wish = Wish(group=TargetGroup.COUNCIL)
    people = [side.people[Role.COUNCIL_MEMBER].pk, side.people[Role.ADVISORY].pk]
    invited = participants.invite(training=training, wish=wish, ids=people, actor=officer)
    side.things["training_place"] = invited[0]
    classes.take_step(training=training, step="open", actor=officer)
    side.things["training_sheet"] = store_bytes(
        f"{side.words['note']}.xlsx", _sheet(side), owner=officer, purpose=purpose_of(training)
    )
    _running(side, officer)
    certificate = store_bytes(f"{side.words['note']}.pdf", makers.pdf_bytes(), purpose="training-certificate")
    Participant.objects.filter(pk=invited[0].pk).update(
        certificate_number=f"01/{side.words['note']}", certificate_file=certificate
    )


def _class(side: Any, officer: User, word: str, **values: Any) -> Any:
    wanted = {
        "name": f"Lớp {word} {side.words['session']}", "group": TargetGroup.COUNCIL, "content": side.words["note"],
        "place": f"Hội trường {side.words['note']}", "first_day": today(), "days": 1, "sessions_a_day": 2, "capacity": 9,
        "required_sessions": 1, **values,
    }  # fmt: skip
    return classes.create_class(unit=side.unit, values=wanted, actor=officer)


def _running(side: Any, officer: User) -> None:
    """The class in which attendance is taken today."""
    running = _class(side, officer, "đang học")
    classes.take_step(training=running, step="open", actor=officer)
    person = participants.add_person(
        training=running, values={"name": f"Học viên {side.words['person']}", "phone": "0912000111"}, actor=officer
    )
    classes.take_step(training=running, step="begin", actor=officer)
    side.things["training_running"] = running
    side.things["training_session"] = running.sessions.first()
    side.things["training_person"] = person


def _sheet(side: Any) -> bytes:
    from core.lists import Column
    from core.spreadsheets import workbook_bytes

    return workbook_bytes("ds", [Column("Họ và tên", lambda row: row)], [f"Người {side.words['person']}"])


def _of(name: str = "training", **more: Any) -> Any:
    return lambda side: {"pk": getattr(side, name).pk, **{key: make(side) for key, make in more.items()}}


def _each(make: Any, *names: str) -> dict[str, Any]:
    return {f"trainings:{name}": make for name in names}


OWNED = {
    **_each(
        _of(), "class", "class_edit", "result", "participants", "invite", "person_add", "registration", "cards", "feedback",
        "attendance", "sheet", "sheet_template", "sign_sheet", "certificates", "my_class", "my_register", "my_answer",
    ),
    "trainings:step": _of(step=lambda side: "cancel"),
    "trainings:part_add": _of(part=lambda side: "kinh-phi"),
    **_each(_of(part=lambda side: "giang-vien", part_pk=lambda side: side.lecturer.pk), "part_edit", "part_remove"),
    **_each(_of(person_pk=lambda side: side.training_place.pk), "person", "certificate"),
    "trainings:person_step": _of(person_pk=lambda side: side.training_place.pk, step=lambda side: "remove"),
    **_each(_of("training_running", session_pk=lambda side: side.training_session.pk), "ticks", "door"),
    "trainings:scan": lambda side: {"code": side.training_person.code},
    "trainings:sheet_check": _of(file_id=lambda side: side.training_sheet.pk),
    "trainings:paper": _of(kind=lambda side: "giay-moi-tap-huan"),
}  # fmt: skip

# Whoever holds the link: the public's pages, tried with one class.
SHARED = {
    "catalogue:class_registration": lambda side: {"token": side.training.token},
    "catalogue:class_door": lambda side: {"code": door_code(side.training_session)},
    "catalogue:class_feedback": lambda side: {"code": feedback_code(side.training)},
    "catalogue:class_own": lambda side: {"token": side.training_place.token},
    "catalogue:class_evaluate": lambda side: {"token": side.training_place.token},
    "catalogue:class_material": lambda side: {"token": side.training_place.token, "pk": side.material.pk},
    "catalogue:class_certificate": lambda side: {"token": side.training_place.token},
}

LISTS = {
    Role.DISTRICT_OFFICER: ("/tap-huan/", "/tap-huan/do-phu/danh-sach/", "/tap-huan/cua-toi/"),
    Role.COUNCIL_MEMBER: ("/tap-huan/cua-toi/",),
    Role.PRODUCER: ("/tap-huan/cua-toi/",),
}
