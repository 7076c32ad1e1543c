"""What goes from one producer to another when two records become one, and back while nobody touched any of it."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

from core import audit
from core.errors import Denied
from products.models import Producer, ProducerAlias, ProducerMerge, Recognition

_KEPT_APART = ("producermerge", "produceralias", "producer")  # they tell of the merge itself
_TAKEN_OVER = (
    "address", "tax_code", "registration_number", "registered_on", "representative", "representative_position",
    "representative_gender", "representative_ethnicity", "contact_person", "phone", "email", "website", "women_led",
    "craft_village", "workers", "history", "organisation",
)  # fmt: skip


def needs_second_person(gone: Producer) -> bool:
    """Recognised products would change hands."""
    return Recognition.objects.filter(product__producer=gone).exists()


def move_everything(merge: ProducerMerge, *, actor: Any) -> None:
    """Hand over whatever hangs on `gone`, take over what `kept` does not know, keep name and tax code as an alias."""
    kept = Producer.objects.select_for_update().get(pk=merge.kept_id)
    gone = Producer.objects.select_for_update().get(pk=merge.gone_id)
    moved: dict[str, int] = {}
    left: dict[str, int] = {}
    rows: list[dict[str, Any]] = []
    for model, name in _hanging():
        keys, stayed = _move(model, name, gone, kept)
        label = str(model._meta.verbose_name)
        if keys:
            moved[label] = moved.get(label, 0) + len(keys)
            rows.append(
                {
                    "model": model._meta.label_lower,
                    "field": name,
                    "keys": _plain(keys),
                    "versions": _versions(model, keys),
                }
            )
        if stayed:
            left[label] = stayed
    aliases = list(ProducerAlias.objects.filter(producer=gone).values_list("pk", flat=True))
    ProducerAlias.objects.filter(pk__in=aliases).update(producer=kept)
    alias = ProducerAlias.objects.create(producer=kept, name=gone.name, tax_code=gone.tax_code)
    before = {name: getattr(kept, name) for name in _TAKEN_OVER}
    fresh = {name: getattr(gone, name) for name in _TAKEN_OVER if before[name] in (None, "") and getattr(gone, name)}
    gone.tax_code, gone.merged_into = "", kept
    gone.version += 1
    gone.save()
    for name, value in fresh.items():
        setattr(kept, name, value)
    kept.version += 1
    kept.save()
    merge.moved = {
        "moved": moved, "left": left, "taken": sorted(fresh), "alias": alias.pk, "aliases": aliases, "rows": rows,
        "hanging": _count_hanging(kept), "versions": [kept.version, gone.version],
    }  # fmt: skip
    told = {"moved": moved, "left": left, "taken": sorted(fresh)}
    audit.record(actor=actor, action="producer.merge", obj=kept, after=told | {"gone": gone.pk}, reason=merge.reason)
    audit.record(actor=actor, action="producer.merged", obj=gone, after={"kept": kept.pk}, reason=merge.reason)


def _hanging() -> list[tuple[type[models.Model], str]]:
    """Every table that points at a producer, of every app, and its column; what tells of merges is left out."""
    related = [(relation.related_model, relation.field.name) for relation in Producer._meta.related_objects]
    return [(model, name) for model, name in related if model._meta.model_name not in _KEPT_APART]


def _plain(keys: list[Any]) -> list[Any]:
    return [key if isinstance(key, int) else str(key) for key in keys]


def _count_hanging(producer: Producer) -> dict[str, int]:
    """How many rows of each table hang on a producer."""
    found: dict[str, int] = {}
    for model, name in _hanging():
        key = model._meta.label_lower
        found[key] = found.get(key, 0) + model._default_manager.filter(**{name: producer}).count()
    return {key: count for key, count in found.items() if count}


def _versions(model: type[models.Model], keys: list[Any]) -> dict[str, int]:
    """The rows' versions, where their table has them."""
    if not any(column.name == "version" for column in model._meta.concrete_fields):
        return {}
    return {str(pk): version for pk, version in model._default_manager.filter(pk__in=keys).values_list("pk", "version")}


def _move(model: type[models.Model], name: str, gone: Producer, kept: Producer) -> tuple[list[Any], int]:
    """Point rows at the kept producer; a row that the table allows once a producer stays where it is."""
    keys = list(model._default_manager.filter(**{name: gone}).order_by("pk").values_list("pk", flat=True))
    try:
        with transaction.atomic():
            model._default_manager.filter(pk__in=keys).update(**{name: kept})
            return keys, 0
    except IntegrityError:
        done = []
        for key in keys:
            try:
                with transaction.atomic():
                    model._default_manager.filter(pk=key).update(**{name: kept})
                    done.append(key)
            except IntegrityError:
                continue
        return done, len(keys) - len(done)


# --- back again --------------------------------------------------------------------------------------------------


def obstacle_to_undoing(merge: ProducerMerge) -> str:
    """Why the two cannot be taken apart again, in a sentence; "" while nobody touched what the merge touched."""
    told = merge.moved
    if "rows" not in told:
        return "Lần gộp này có từ trước khi cổng ghi đủ chi tiết để tách lại."
    kept, gone = Producer.objects.get(pk=merge.kept_id), Producer.objects.get(pk=merge.gone_id)
    if gone.merged_into_id != kept.pk or kept.merged_into_id is not None:
        return f"“{kept.name}” đã được gộp tiếp vào chủ thể khác."
    if [kept.version, gone.version] != told["versions"]:
        return f"“{kept.name}” đã được sửa sau khi gộp."
    if not ProducerAlias.objects.filter(pk=told["alias"], producer=kept).exists():
        return f"Tên cũ ghi khi gộp không còn ở “{kept.name}”."
    for row in told["rows"]:
        model = apps.get_model(row["model"])
        there = set(
            model._default_manager.filter(pk__in=row["keys"], **{row["field"]: kept}).values_list("pk", flat=True)
        )
        if {str(key) for key in there} != {str(key) for key in row["keys"]}:
            return f"Có {model._meta.verbose_name} đã chuyển theo mà nay không còn ở “{kept.name}”."
        if _versions(model, row["keys"]) != row["versions"]:
            return f"Có {model._meta.verbose_name} đã chuyển theo và được sửa sau khi gộp."
    if _count_hanging(kept) != told["hanging"]:
        return f"Sau khi gộp đã có thêm hoặc bớt dữ liệu gắn với “{kept.name}”."
    return ""


def take_apart(merge: ProducerMerge, *, actor: Any, reason: str) -> None:
    """Give back what the merge moved and took over, in the caller's transaction. Raises Denied when it was touched."""
    kept = Producer.objects.select_for_update().get(pk=merge.kept_id)
    gone = Producer.objects.select_for_update().get(pk=merge.gone_id)
    obstacle = obstacle_to_undoing(merge)
    if obstacle:
        raise Denied(f"Không tách lại được: {obstacle}", obj=merge, action="producermerge.undo")
    told = merge.moved
    for row in told["rows"]:
        apps.get_model(row["model"])._default_manager.filter(pk__in=row["keys"]).update(**{row["field"]: gone})
    ProducerAlias.objects.filter(pk__in=told["aliases"]).update(producer=gone)
    alias = ProducerAlias.objects.get(pk=told["alias"])
    tax_code = alias.tax_code
    alias.delete()
    for name in told["taken"]:
        column = Producer._meta.get_field(name)
        setattr(kept, name, None if column.null else column.get_default())  # type: ignore[union-attr]
    kept.version += 1
    kept.save()
    gone.tax_code, gone.merged_into = tax_code, None
    gone.version += 1
    gone.save()
    back = {"moved": told["moved"], "taken": told["taken"]}
    audit.record(actor=actor, action="producer.unmerge", obj=kept, before=back | {"gone": gone.pk}, reason=reason)
    audit.record(actor=actor, action="producer.unmerged", obj=gone, before={"kept": kept.pk}, reason=reason)
