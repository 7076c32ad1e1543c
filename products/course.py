"""Where a dossier has been and where it goes next, for its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db import models

from accounts.audit_view import action_words
from core import audit
from core.formats import date_vn, datetime_vn
from core.models import AuditEvent
from core.workflow import workflow_of
from criteria.queries import typed_ruleset
from products.enums import DossierState, ItemVerdict
from products.models import Dossier, Evidence

_LABELS = {
    "dossier.open": "Lập hồ sơ",
    "dossier.save_item": "Sửa nội dung một phần",
    "dossieritem.save_item": "Sửa nội dung một phần",
    "dossier.add_evidence": "Thêm tệp",
    "dossier.remove_evidence": "Gỡ tệp",
    "dossier.link_evidence": "Gắn tệp với tiêu chí",
    "dossier.save_report": "Viết báo cáo tự đánh giá",
    "dossierreport.save_report": "Viết báo cáo tự đánh giá",
    "producer.invite": "Mời chủ thể dùng cổng",
    "producer.invite_again": "Tạo liên kết mời mới",
    "producer.invite_revoke": "Thu lại lời mời",
    "producer.accept_invitation": "Nhận lời mời, mở tài khoản",
    "dossier.check_item": "Kiểm tra một phần",
    "dossier.pass_items": "Kiểm tra các phần còn lại: đạt",
    "dossier.samples": "Ghi nhận sản phẩm mẫu",
    "producer.create": "Ghi chủ thể",
    "producer.edit": "Sửa chủ thể",
    "producer.give_account": "Giao tài khoản",
    "producer.add_paper": "Ghi giấy tờ",
    "producer.import": "Nhập từ bảng tính",
    "producer.import_undo": "Hoàn tác nhập từ bảng tính",
    "producer.merge": "Gộp chủ thể khác vào",
    "producer.merged": "Gộp vào chủ thể khác",
    "producermerge.ask": "Đề nghị gộp",
    "producermerge.merge": "Gộp",
    "producer.unmerge": "Tách lại chủ thể đã gộp",
    "producer.unmerged": "Tách lại khỏi chủ thể khác",
    "producermerge.undo": "Tách lại",
    "producermerge.decline": "Không gộp",
    "producer.load": "Nhận từ dữ liệu có sẵn",
    "product.load": "Nhận từ dữ liệu có sẵn",
    "product.sales": "Ghi sản lượng, doanh thu",
    "product.import": "Nhập từ bảng tính",
    "product.import_undo": "Hoàn tác nhập từ bảng tính",
    "recognition.import": "Nhập từ bảng tính",
    "importbatch.open": "Tải bảng lên",
    "importbatch.columns": "Chọn cột",
    "importbatch.check": "Kiểm tra từng dòng",
    "importbatch.finish_check": "Kiểm tra xong",
    "importbatch.stop_check": "Kiểm tra bị dừng",
    "importbatch.adjust": "Sửa cột",
    "importbatch.confirm": "Xác nhận nhập",
    "importbatch.finish": "Nhập xong",
    "importbatch.stop": "Nhập bị dừng",
    "importbatch.undo": "Hoàn tác",
    "importbatch.drop": "Bỏ lô này",
    "craftvillage.import": "Nhập từ bảng tính",
    "craftvillage.import_undo": "Hoàn tác nhập từ bảng tính",
    "recognition.import_undo": "Hoàn tác nhập từ bảng tính",
    "craftvillage.create": "Ghi làng nghề",
    "craftvillage.edit": "Sửa làng nghề",
    "product.create": "Ghi sản phẩm",
    "product.edit": "Sửa sản phẩm",
    "product.add_photo": "Thêm ảnh",
    "product.remove_photo": "Gỡ ảnh",
    "product.code": "Cấp mã sản phẩm",
    "recognition.create": "Công nhận",
    "recognition.enter": "Ghi vào sổ",
    "recognition.expire": "Hết hạn",
    "recognition.revoke": "Thu hồi",
    "recognition.replace": "Thay bằng công nhận mới",
}
_QUIET = {"dossier.check_item", "dossier.save_item"}
_ENDS = {DossierState.RECOGNISED, DossierState.NOT_RECOGNISED, DossierState.WITHDRAWN}


@dataclass(frozen=True)
class Moment:
    """One line of a timeline."""

    title: str
    when: str = ""
    who: str = ""
    reason: str = ""
    state: str = ""


def _told(event: AuditEvent, parts: Mapping[str, str], files: Mapping[str, str]) -> str:
    """The line of the log: which file, which section, and what was said of it; `parts` names items by code, `files` files."""
    said = event.after or event.before
    part, file = parts.get(said.get("item", ""), ""), said.get("name", "")
    match event.action:
        case "dossier.add_evidence" if part:
            return f"Thêm tệp “{file}” vào “{part}”"
        case "dossier.remove_evidence" if part:
            return f"Gỡ tệp “{file}” khỏi “{part}”"
        case "dossier.check_item" if part and said.get("verdict") in ItemVerdict.values:
            return f"Kiểm tra “{part}”: {ItemVerdict(said['verdict']).label}"
        case "dossier.link_evidence" if said.get("criteria"):
            name = files.get(said.get("file", ""))
            return f"Gắn tệp{f' “{name}”' if name else ''} với tiêu chí {', '.join(said['criteria'])}"
        case _:
            return action_words(event.action)


def events_of(record: models.Model, limit: int = 20) -> list[Moment]:
    """What was done with a record of another kind, newest first."""
    return [
        Moment(
            action_words(event.action),
            datetime_vn(event.at),
            event.actor_label,
            event.reason,
            "done",
        )
        for event in audit.timeline(record)[:limit]
    ]


def history_of(dossier: Dossier, limit: int = 60) -> list[Moment]:
    """Everything that was done, newest first: who, unit, what, why, when (TRUST U14)."""
    parts = dict(dossier.items.values_list("code", "name"))
    files = {
        str(pk): title for pk, title in Evidence.objects.filter(item__dossier=dossier).values_list("file", "title")
    }
    return [
        Moment(
            title=_told(event, parts, files),
            when=datetime_vn(event.at),
            who=" · ".join(part for part in (event.actor_label, event.unit_label) if part),
            reason=event.reason,
            state="done",
        )
        for event in audit.timeline(dossier)[:limit]
    ]


def course_of(dossier: Dossier) -> list[Moment]:
    """The steps so far in order, the present one marked, and those still to come."""
    steps = {row.name for row in workflow_of(dossier).steps}
    taken = [
        event
        for event in audit.timeline(dossier)
        if event.action.partition(".")[2] in steps and event.action not in _QUIET
    ]
    done = [Moment(action_words(event.action), date_vn(event.at), state="done") for event in reversed(taken)]
    if dossier.state in _ENDS:
        return done
    present = Moment(DossierState(dossier.state).label, who=_where(dossier), state="now")
    if done and done[-1].title == present.title:
        present = replace(done.pop(), who=_where(dossier), state="now")
    return [*done, present, *(Moment(title) for title in _ahead(dossier))]


def _where(dossier: Dossier) -> str:
    return "chủ thể đang giữ" if dossier.is_with_applicant else dossier.holder.name


def _ahead(dossier: Dossier) -> list[str]:
    """What usually comes next, by the levels of the dossier's ruleset."""
    rules = typed_ruleset(dossier.ruleset)
    code = str(dossier.holder.level)
    level = rules.level(code) if rules.has_level(code) else rules.entry_level
    if level.scores:
        scoring = [f"Hội đồng {level.name.lower()} đánh giá"]
    else:
        above = [rules.level(level.proposes_to)] if rules.has_level(level.proposes_to) else []
        scoring = ["Đề nghị cấp trên đánh giá", *(f"Hội đồng {upper.name.lower()} đánh giá" for upper in above)]
    ahead = ["Kiểm tra, tiếp nhận", *scoring, "Kết quả"]
    skipped = {
        DossierState.SUBMITTED: 1,
        DossierState.ACCEPTED: 1,
        DossierState.IN_SESSION: 2,
        DossierState.SCORED: 3,
        DossierState.FORWARDING: 2,
        DossierState.AT_MINISTRY: 2,
    }
    return ahead[skipped.get(DossierState(dossier.state), 0) :]


def act_words() -> dict[str, str]:
    """What each act on a producer, product or dossier is called; the audit trail's page asks too."""
    return dict(_LABELS)
