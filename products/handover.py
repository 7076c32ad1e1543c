"""What goes from one producer to another when two records become one."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, models, transaction

from core import audit
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
    for relation in Producer._meta.related_objects:
        model, name = relation.related_model, relation.field.name
        if model._meta.model_name in _KEPT_APART:
            continue
        done, stayed = _move(model, name, gone, kept)
        if done:
            moved[str(model._meta.verbose_name)] = moved.get(str(model._meta.verbose_name), 0) + done
        if stayed:
            left[str(model._meta.verbose_name)] = stayed
    ProducerAlias.objects.filter(producer=gone).update(producer=kept)
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
    merge.moved = {"moved": moved, "left": left, "taken": sorted(fresh), "alias": alias.pk}
    told = {"moved": moved, "left": left, "taken": sorted(fresh)}
    audit.record(actor=actor, action="producer.merge", obj=kept, after=told | {"gone": gone.pk}, reason=merge.reason)
    audit.record(actor=actor, action="producer.merged", obj=gone, after={"kept": kept.pk}, reason=merge.reason)


def _move(model: type[models.Model], name: str, gone: Producer, kept: Producer) -> tuple[int, int]:
    """Point rows at the kept producer; a row that the table allows once a producer stays where it is."""
    rows = model._default_manager.filter(**{name: gone})
    try:
        with transaction.atomic():
            return rows.update(**{name: kept}), 0
    except IntegrityError:
        done = 0
        keys = list(rows.values_list("pk", flat=True))
        for key in keys:
            try:
                with transaction.atomic():
                    done += model._default_manager.filter(pk=key).update(**{name: kept})
            except IntegrityError:
                continue
        return done, len(keys) - done
