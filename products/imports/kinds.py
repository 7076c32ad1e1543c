"""The kinds of sheets, by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from products.enums import ImportKind
from products.imports.headings import Spec
from products.imports.producers import ProducerResource
from products.imports.products import ProductResource
from products.imports.recognitions import RecognitionResource
from products.imports.resource import SheetResource
from products.imports.villages import VillageResource

RESOURCES: Mapping[str, type[SheetResource]] = {
    ImportKind.PRODUCERS: ProducerResource,
    ImportKind.PRODUCTS: ProductResource,
    ImportKind.RECOGNITIONS: RecognitionResource,
    ImportKind.VILLAGES: VillageResource,
}


def specs_of(kind: str) -> Sequence[Spec]:
    """The fields that a sheet of this kind may bring."""
    return RESOURCES[kind].specs
