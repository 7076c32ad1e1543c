"""A ruleset's file, checked: levels that lead somewhere, bands without gaps, thresholds that agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from criteria.schema.reader import Reader
from criteria.schema.ruleset import (
    Basis,
    Below,
    BelowAction,
    Choice,
    CouncilDefaults,
    Deadlines,
    Duty,
    Forward,
    Ground,
    Kind,
    Level,
    MonthDay,
    Need,
    PartRule,
    Renewal,
    RequirementRule,
    RevocationRules,
    Round,
    RulesetRules,
    Samples,
    StarBand,
    StarMinimums,
    Transition,
)

FILE_KINDS = ("pdf", "image", "office")
PORTAL_FORMS = ("", "registration", "self_assessment")
RENEWAL_MODES = ("written", "meeting")
PLACEHOLDERS = {"province": "", "district": "", "commune": "", "sequence": "", "year": ""}


def resolve(name: str, files: Mapping[str, Any]) -> dict[str, Any]:
    """A file with `extends` takes every mapping key that it does not state itself from the named file.

    What it states under `more_requirements` is asked for besides the parent's requirements.
    """
    data = dict(files[name])
    parent = data.pop("extends", None)
    if parent is None:
        return data
    if parent not in files:
        reader = Reader(data, name)
        reader.fail(f"kế thừa “{parent}” nhưng không có tệp đó")
        reader.finish()
    more = data.pop("more_requirements", [])
    resolved = {**resolve(parent, files), **data}
    return resolved | {"requirements": [*resolved.get("requirements", []), *more]} if more else resolved


def read_ruleset(data: Any, where: str, *, version: int = 1, checksum: str = "") -> RulesetRules:
    """Check a resolved ruleset. Raises SchemaError with every fault found."""
    reader = Reader(data, where)
    reader.only(
        "code", "name", "short_name", "collection", "summary", "basis", "valid_from", "valid_to", "levels", "bands",
        "total", "parts", "star_minimums", "validity_months", "council", "renewal", "deadlines", "rounds", "samples",
        "codes", "revocation", "transitions", "requirements", "sources",
    )  # fmt: skip
    codes = reader.child("codes")
    rules = RulesetRules(
        code=reader.text("code"),
        name=reader.text("name"),
        short_name=reader.text("short_name"),
        collection=reader.text("collection"),
        summary=reader.text("summary"),
        basis=tuple(_basis(node) for node in reader.children("basis", "căn cứ", "document")),
        valid_from=reader.day("valid_from") or date.min,
        valid_to=reader.day("valid_to", None),
        levels=tuple(_level(node) for node in reader.children("levels", "cấp")),
        bands=tuple(_band(node) for node in reader.children("bands", "khung hạng", "stars")),
        total=reader.points("total"),
        parts=tuple(_part(node) for node in reader.children("parts", "phần")),
        star_minimums=StarMinimums(majority=reader.child("star_minimums").fraction("majority")),
        validity_months=reader.whole("validity_months"),
        council=_council(reader.child("council")),
        renewal=_renewal(reader.child("renewal")),
        deadlines=_deadlines(reader.child("deadlines")),
        rounds=tuple(_round(node) for node in reader.children("rounds", "đợt", needed=False)),
        samples=_samples(reader.child("samples")),
        product_code=codes.text("product"),
        dossier_code=codes.text("dossier"),
        revocation=_revocation(reader.child("revocation")),
        transitions=tuple(_transition(node) for node in reader.children("transitions", "chuyển tiếp", needed=False)),
        requirements=tuple(_requirement(node) for node in reader.children("requirements", "thành phần hồ sơ")),
        sources={str(place): str(source) for place, source in reader.mapping("sources").items()},
        version=version,
        checksum=checksum,
    )
    _check_rules(reader, rules)
    reader.finish()
    return rules


def _basis(reader: Reader) -> Basis:
    reader.only("document", "issued_on", "issuer", "title")
    return Basis(
        document=reader.text("document"),
        issued_on=reader.day("issued_on") or date.min,
        issuer=reader.text("issuer"),
        title=reader.text("title"),
    )


def _duty(reader: Reader) -> Duty:
    value = reader.text("duty")
    if value not in set(Duty):
        reader.fail(f"không hiểu nhiệm vụ “{value}”")
        return Duty.SCORES
    return Duty(value)


def _level(reader: Reader) -> Level:
    reader.only(
        "code", "name", "body", "council", "duty", "receives_from", "answer_within_working_days", "proposes_to",
        "recognises", "forward", "holds_four_star_while_ministry_decides", "below",
    )  # fmt: skip
    return Level(
        code=reader.text("code"),
        name=reader.text("name"),
        body=reader.text("body"),
        duty=_duty(reader),
        receives_from=reader.text("receives_from"),
        council=reader.text("council", ""),
        answer_within_working_days=reader.whole_or_none("answer_within_working_days"),
        proposes_to=reader.text("proposes_to", ""),
        recognises=reader.wholes("recognises"),
        forward=_forward(reader.child("forward")) if reader.mapping("forward") else None,
        below=_below(reader.child("below")) if reader.mapping("below") else None,
        holds_four_star_while_ministry_decides=reader.flag("holds_four_star_while_ministry_decides", False),
    )


def _forward(reader: Reader) -> Forward:
    reader.only("at", "stars", "to", "approves")
    return Forward(
        at=reader.points("at"), stars=reader.whole("stars"), to=reader.text("to"), approves=reader.flag("approves")
    )


def _below(reader: Reader) -> Below:
    reader.only("action", "to", "choices")
    action = reader.text("action")
    if action not in set(BelowAction):
        reader.fail(f"không hiểu cách xử lý “{action}”")
        action = BelowAction.NOT_RECOGNISED
    choices = tuple(
        Choice(code=node.text("code"), label=node.text("label"))
        for node in reader.children("choices", "lựa chọn", needed=False)
    )
    return Below(action=BelowAction(action), to=reader.text("to", ""), choices=choices)


def _band(reader: Reader) -> StarBand:
    reader.only("stars", "min", "max", "max_inclusive", "name", "certificate", "description")
    return StarBand(
        stars=reader.whole("stars"),
        minimum=reader.points("min"),
        maximum=reader.points("max"),
        maximum_inclusive=reader.flag("max_inclusive", False),
        name=reader.text("name"),
        description=reader.text("description"),
        certificate=reader.flag("certificate"),
    )


def _part(reader: Reader) -> PartRule:
    reader.only("code", "name", "max")
    return PartRule(code=reader.text("code"), name=reader.text("name"), max_points=reader.points("max"))


def _council(reader: Reader) -> CouncilDefaults:
    reader.only(
        "quorum", "chair_must_attend", "vice_chair_may_replace", "spread_warning_over", "spread_blocks_closing",
        "documents_before_working_days", "usual_sizes",
    )  # fmt: skip
    return CouncilDefaults(
        quorum=reader.fraction("quorum"),
        chair_must_attend=reader.flag("chair_must_attend"),
        vice_chair_may_replace=reader.flag("vice_chair_may_replace"),
        spread_warning_over=reader.points("spread_warning_over"),
        spread_blocks_closing=reader.flag("spread_blocks_closing"),
        documents_before_working_days=reader.whole("documents_before_working_days"),
        usual_sizes=reader.wholes("usual_sizes"),
    )


def _renewal(reader: Reader) -> Renewal:
    reader.only(
        "mode", "notice_before_days", "reminders_before_days", "earliest_days_before", "latest_days_before",
        "finish_within_days", "extension_days",
    )  # fmt: skip
    if reader.text("mode") not in RENEWAL_MODES:
        reader.fail("cách đánh giá lại phải là written hoặc meeting")
    earliest, latest = reader.whole_or_none("earliest_days_before"), reader.whole_or_none("latest_days_before")
    if earliest is not None and latest is not None and earliest <= latest:
        reader.fail("thời gian nộp sớm nhất phải trước muộn nhất")
    return Renewal(
        mode=reader.text("mode"),
        notice_before_days=reader.whole("notice_before_days"),
        reminders_before_days=reader.wholes("reminders_before_days"),
        earliest_days_before=earliest,
        latest_days_before=latest,
        finish_within_days=reader.whole_or_none("finish_within_days"),
        extension_days=reader.whole_or_none("extension_days"),
    )


def _deadlines(reader: Reader) -> Deadlines:
    reader.only("receipt_check_working_days", "supplement_working_days")
    return Deadlines(
        receipt_check_working_days=reader.whole("receipt_check_working_days"),
        supplement_working_days=reader.whole("supplement_working_days"),
    )


def _month_day(reader: Reader, name: str) -> MonthDay:
    month, _, day = reader.text(name).partition("-")
    try:
        result = MonthDay(int(month), int(day))
        result.in_year(2024)
    except ValueError:
        reader.fail(f"mục “{name}” phải là tháng-ngày như 04-30")
        return MonthDay(1, 1)
    return result


def _round(reader: Reader) -> Round:
    reader.only("code", "name", "level", "proposed_before", "finished_before")
    return Round(
        code=reader.text("code"),
        name=reader.text("name"),
        level=reader.text("level"),
        proposed_before=_month_day(reader, "proposed_before"),
        finished_before=_month_day(reader, "finished_before"),
    )


def _samples(reader: Reader) -> Samples:
    reader.only("count", "exempt_sets")
    return Samples(count=reader.whole("count"), exempt_sets=reader.wholes("exempt_sets"))


def _revocation(reader: Reader) -> RevocationRules:
    reader.only("within_days", "grounds", "competent")
    return RevocationRules(
        grounds=tuple(
            Ground(code=node.text("code"), name=node.text("name"), source=node.text("source", ""))
            for node in reader.children("grounds", "căn cứ thu hồi")
        ),
        competent={int(stars): str(level) for stars, level in reader.mapping("competent").items()},
        within_days=reader.whole_or_none("within_days"),
    )


def _kinds(reader: Reader, values: tuple[str, ...]) -> tuple[Kind, ...]:
    for value in values:
        if value not in set(Kind):
            reader.fail(f"không hiểu loại hồ sơ “{value}”")
    return tuple(Kind(value) for value in values if value in set(Kind))


def _transition(reader: Reader) -> Transition:
    reader.only("kinds", "submitted_before", "complete_within_days", "complete_by", "source")
    transition = Transition(
        kinds=_kinds(reader, reader.texts("kinds")),
        submitted_before=reader.day("submitted_before") or date.min,
        complete_within_days=reader.whole("complete_within_days"),
        complete_by=reader.day("complete_by") or date.min,
        source=reader.text("source"),
    )
    if transition.submitted_before + timedelta(days=transition.complete_within_days) != transition.complete_by:
        reader.fail("ngày phải hoàn thành không khớp số ngày")
    return transition


def _requirement(reader: Reader) -> RequirementRule:
    reader.only(
        "code", "name", "guidance", "kinds", "accepts", "form", "portal_form", "prepared_by", "physical",
        "only_sets", "except_sets", "evidence", "criteria_named",
    )  # fmt: skip
    needs = reader.mapping("kinds")
    if set(needs) != set(Kind) or not set(needs.values()) <= set(Need):
        reader.fail("mục “kinds” phải ghi new, upgrade, renewal, mỗi loại là mandatory, applicable hoặc absent")
        needs = dict.fromkeys(Kind, Need.APPLICABLE)
    accepts = reader.texts("accepts")
    if not accepts or not set(accepts) <= set(FILE_KINDS):
        reader.fail(f"mục “accepts” phải chọn trong: {', '.join(FILE_KINDS)}")
    if reader.text("portal_form", "") not in PORTAL_FORMS:
        reader.fail("mục “portal_form” phải là registration hoặc self_assessment")
    return RequirementRule(
        code=reader.text("code"),
        name=reader.text("name"),
        guidance=reader.text("guidance"),
        needs={Kind(kind): Need(need) for kind, need in needs.items()},
        accepts=accepts,
        form=reader.text("form", ""),
        portal_form=reader.text("portal_form", ""),
        prepared_by=reader.text("prepared_by", "producer"),
        physical=reader.flag("physical", False),
        only_sets=reader.wholes("only_sets"),
        except_sets=reader.wholes("except_sets"),
        evidence=reader.texts("evidence"),
        criteria_named=reader.texts("criteria_named"),
    )


def _check_rules(reader: Reader, rules: RulesetRules) -> None:
    if rules.valid_to is not None and rules.valid_to < rules.valid_from:
        reader.fail("ngày hết hiệu lực trước ngày có hiệu lực")
    if sum(part.max_points for part in rules.parts) != rules.total:
        reader.fail(f"các phần cộng lại khác tổng {rules.total} điểm")
    if rules.validity_months <= 0:
        reader.fail("thời hạn công nhận phải lớn hơn 0")
    for name, items in (("cấp", rules.levels), ("thành phần hồ sơ", rules.requirements), ("đợt", rules.rounds)):
        codes = [item.code for item in items]
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            reader.fail(f"{name}: mã “{code}” bị trùng")
    for pattern in (rules.product_code, rules.dossier_code):
        try:
            pattern.format(**PLACEHOLDERS)
        except (KeyError, IndexError, ValueError):
            reader.fail(f"mẫu mã số không hợp lệ: {pattern}")
    _check_bands(reader, rules)
    _check_levels(reader, rules)


def _check_bands(reader: Reader, rules: RulesetRules) -> None:
    """From 0 to the total without gap or overlap, stars rising with points."""
    edge = Decimal(0)
    stars = 0
    for band in sorted(rules.bands, key=lambda band: band.minimum):
        if band.minimum != edge:
            reader.fail(f"khung hạng {band.stars} sao bắt đầu từ {band.minimum}, phải từ {edge}")
        if band.stars <= stars or band.maximum <= band.minimum:
            reader.fail(f"khung hạng {band.stars} sao không đúng thứ tự")
        if band.maximum_inclusive != (band.maximum == rules.total):
            reader.fail(f"chỉ khung cao nhất được gồm cả mốc trên ({band.stars} sao)")
        edge, stars = band.maximum, band.stars
    if edge != rules.total:
        reader.fail(f"các khung hạng kết thúc ở {edge}, phải đến {rules.total}")


def _check_levels(reader: Reader, rules: RulesetRules) -> None:
    codes = {level.code for level in rules.levels}
    stars = {band.stars for band in rules.bands}
    if not any(level.receives_from == "producer" for level in rules.levels):
        reader.fail("không có cấp nào nhận hồ sơ của chủ thể")
    if not any(level.scores for level in rules.levels):
        reader.fail("không có cấp nào chấm điểm")
    for level in rules.levels:
        targets = {level.receives_from, level.proposes_to}
        targets |= {level.forward.to if level.forward else "", level.below.to if level.below else ""}
        for target in sorted(targets - codes - {"producer", ""}):
            reader.fail(f"cấp {level.code}: không có cấp “{target}”")
        for fault in _proposing_faults(level) if level.duty is Duty.PROPOSES else _deciding_faults(level, rules):
            reader.fail(f"cấp {level.code}: {fault}")
    for rank, code in rules.revocation.competent.items():
        if code not in codes or rank not in stars:
            reader.fail(f"thẩm quyền thu hồi hạng {rank} sao: không có cấp “{code}”")
    for band in rules.bands:
        if band.certificate and rules.recogniser(band.stars) is None:
            reader.fail(f"hạng {band.stars} sao có giấy chứng nhận nhưng không cấp nào công nhận")


def _proposing_faults(level: Level) -> Iterator[str]:
    if level.recognises or level.forward or level.below or not level.proposes_to:
        yield "cấp đề nghị không công nhận, và phải ghi đề nghị lên cấp nào"


def _deciding_faults(level: Level, rules: RulesetRules) -> Iterator[str]:
    """A level forwards from the lower edge of the rank just above those that it recognises itself."""
    if not level.recognises or level.below is None or not level.council:
        yield "phải ghi hội đồng, hạng sao được công nhận và cách xử lý khi không đạt"
    if level.below and level.below.action is BelowAction.RETURN_DOWN and not level.below.to:
        yield "trả lại thì phải ghi trả cấp nào"
    if level.holds_four_star_while_ministry_decides and not level.forward:
        yield "chỉ cấp chuyển hồ sơ lên mới giữ hạng trong khi chờ"
    if level.forward is None:
        return
    if {band.stars: band.minimum for band in rules.bands}.get(level.forward.stars) != level.forward.at:
        yield f"mốc chuyển lên {level.forward.at} không phải mốc dưới của hạng"
    if level.recognises and level.forward.stars != max(level.recognises) + 1:
        yield "phải chuyển lên từ hạng liền trên hạng cao nhất mà cấp này công nhận"
