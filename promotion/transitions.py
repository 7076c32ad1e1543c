"""Guards and consequences of the steps in `promotion.workflow`. A guard raises Denied; a stamp fills the row itself."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from core.errors import Denied
from core.formats import date_vn, now, today
from core.models import ScanState
from core.text import first_of
from core.workflow import Transition
from products.models import Product
from promotion.checklist import checklist
from promotion.enums import OVER, EventState, ParticipationState
from promotion.models import Participation, ParticipationProduct, PromotionEvent, SalesPoint
from promotion.showing import register, verdict

EventStep = Transition[PromotionEvent]
PersonStep = Transition[Participation]
PointStep = Transition[SalesPoint]


def _refusal(step: Transition[Any], sentence: str) -> Denied:
    return Denied(sentence, obj=step.obj, action=f"{step.obj._meta.model_name}.{step.step.name}")


# --- events -------------------------------------------------------------------------------------------------------


def call_has_a_term(step: EventStep) -> None:
    """A call says until when registrations are taken, and that day has not passed."""
    last = step.obj.registration_closes_on
    if last is None:
        raise _refusal(step, "Ghi hạn đăng ký trước khi mở đăng ký: bấm “Sửa”.")
    if last < today():
        raise _refusal(step, f"Hạn đăng ký {date_vn(last)} đã qua. Sửa hạn rồi mở đăng ký.")


def it_has_begun(step: EventStep) -> None:
    """An event runs from its first day."""
    if today() < step.obj.starts_on:
        raise _refusal(step, f"Sự kiện bắt đầu từ ngày {date_vn(step.obj.starts_on)}.")


def it_is_over(step: EventStep) -> None:
    """An event was held when its last day has come."""
    if today() < step.obj.ends_on:
        raise _refusal(step, f"Sự kiện diễn ra đến hết ngày {date_vn(step.obj.ends_on)}.")


def everybody_has_an_answer(step: EventStep) -> None:
    """No registration is left without an answer when the event begins."""
    left = step.obj.participations.filter(state=ParticipationState.REGISTERED).count()
    if left:
        raise _refusal(step, f"Còn {left} đăng ký chưa xét. Chọn, để dự bị hoặc từ chối rồi tiếp tục.")


def results_are_in(step: EventStep) -> None:
    """The report counts what each participant told."""
    silent = step.obj.participations.filter(state=ParticipationState.CHOSEN, result_at=None).select_related("producer")
    if names := [row.producer.name for row in silent]:
        raise _refusal(step, f"Chưa có kết quả của: {first_of(names, 3, 'chủ thể', between='; ')}.")


# --- registrations ------------------------------------------------------------------------------------------------


def selection_is_on(step: PersonStep) -> None:
    """Answers are given after the call has closed; a reserve may move up while the event runs."""
    state = step.obj.event.state
    if state not in {EventState.SELECTION, EventState.RUNNING}:
        raise _refusal(step, "Chỉ xét chọn khi đã đóng đăng ký và sự kiện chưa kết thúc.")


def event_is_not_over(step: PersonStep) -> None:
    """What was held stays as it was."""
    if step.obj.event.state in OVER | {EventState.CANCELLED}:
        raise _refusal(step, "Sự kiện đã tổ chức hoặc đã huỷ nên không rút được.")


def call_is_open(step: PersonStep) -> None:
    """Who withdrew may come back while registrations are taken."""
    if not step.obj.event.receives_on(today()):
        raise _refusal(step, "Sự kiện không còn nhận đăng ký.")


def brings_something(step: PersonStep) -> None:
    """Somebody who is chosen brings at least one product."""
    if not step.obj.items.exists():
        raise _refusal(step, "Chủ thể chưa ghi sản phẩm nào. Bổ sung sản phẩm rồi chọn.")


def ocop_products(row: Participation) -> QuerySet[ParticipationProduct]:
    """The products that the participant would show as OCOP, with what the register says."""
    return row.items.filter(as_ocop=True).select_related("product").prefetch_related(register("product__recognitions"))


def refuse_what_is_not_ocop(products: list[Product], row: Any, action: str) -> None:
    """Only what is recognised today goes out as OCOP, by the register as it stands at this moment.

    Raises Denied that names the first that is not.
    """
    for product in Product.objects.filter(pk__in=[one.pk for one in products]).prefetch_related(register()):
        found = verdict(product)
        if not found.allowed:
            raise Denied(
                f"“{product.name}” không được trưng bày là sản phẩm OCOP: {found.sentence}. "
                "Bỏ sản phẩm này hoặc bỏ đánh dấu OCOP.",
                obj=row,
                action=action,
            )


def ocop_is_ocop(step: PersonStep) -> None:
    """The register is asked again at selection."""
    products = [item.product for item in ocop_products(step.obj)]
    refuse_what_is_not_ocop(products, step.obj, f"participation.{step.step.name}")


def keep_reason(step: PersonStep) -> None:
    """The answer's reason stands on the registration; a new answer takes the old reason away."""
    step.obj.reason = step.reason


# --- sales points -------------------------------------------------------------------------------------------------


def unmet(point: SalesPoint) -> list[str]:
    """Codes of criteria that still hinder: mandatory ones not met or without evidence, others not looked at."""
    answers = {answer.code: answer for answer in point.answers.all()}
    evidence = point.evidence.select_related("file")
    proven = {row.code for row in evidence if row.file.scan not in ScanState.never_opens()}
    left = []
    for line in checklist(point.criteria).criteria:
        answer = answers.get(line.code)
        failed = answer is None or (line.mandatory and not answer.met)
        if failed or (answer is not None and answer.met and line.evidence and line.code not in proven):
            left.append(line.code)
    return left


def checklist_is_met(step: PointStep) -> None:
    """Every line answered, mandatory ones met, evidence where it is asked for."""
    left = unmet(step.obj)
    if left:
        raise _refusal(step, f"Tiêu chí chưa đủ: {', '.join(left)}. Đánh giá từng tiêu chí và gắn tệp minh chứng.")


def someone_else_applied(step: PointStep) -> None:
    """Who applied does not appraise."""
    if step.actor is not None and step.actor.pk in {step.obj.applied_by_id, step.obj.created_by_id}:
        raise _refusal(step, "Điểm bán do chính bạn lập hoặc đề nghị nên phải do người khác thẩm định.")


def someone_else_appraised(step: PointStep) -> None:
    """Who appraised does not recognise."""
    if step.actor is not None and step.actor.pk in {step.obj.appraised_by_id, step.obj.applied_by_id}:
        raise _refusal(step, "Bạn đã đề nghị hoặc thẩm định điểm bán này nên phải do người khác công nhận.")


def names_the_decision(step: PointStep) -> None:
    """A recognition has a decision with number and day, and the body that made it."""
    if not all(step.data.get(name) for name in ("decision_number", "recognised_on", "recognised_by")):
        raise _refusal(step, "Ghi số, ngày quyết định và cơ quan công nhận.")
    if step.data["recognised_on"] > today():
        raise _refusal(step, "Ngày quyết định không thể sau hôm nay.")


def stamp_application(step: PointStep) -> None:
    """Time and person; a new application forgets the last appraisal."""
    point = step.obj
    point.applied_at, point.applied_by = now(), step.actor
    point.appraised_at = point.appraised_by = None


def stamp_appraisal(step: PointStep) -> None:
    """Time, person and what was found."""
    step.obj.appraised_at, step.obj.appraised_by = now(), step.actor
    step.obj.appraisal = str(step.data.get("appraisal", ""))


def stamp_recognition(step: PointStep) -> None:
    """The decision."""
    step.obj.decision_number = str(step.data["decision_number"])
    step.obj.recognised_on = step.data["recognised_on"]
    step.obj.recognised_by = str(step.data["recognised_by"])


def stamp_end(step: PointStep) -> None:
    """The day from which it is no sales point any more."""
    step.obj.closed_on = today()


def take_everything_off(step: PointStep) -> None:
    """Nothing is on show at a point that is closed."""
    step.obj.shown.filter(until=None).update(until=today())
