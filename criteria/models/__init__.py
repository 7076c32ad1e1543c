"""The law as rows: collections, criteria sets, rulesets, and the classification of products."""

from criteria.models.classification import Industry, ProductGroup, Subgroup
from criteria.models.collection import CriteriaCollection, CriteriaSet, Criterion, Option, Part, Section
from criteria.models.ruleset import Ruleset

__all__ = [
    "CriteriaCollection",
    "CriteriaSet",
    "Criterion",
    "Industry",
    "Option",
    "Part",
    "ProductGroup",
    "Ruleset",
    "Section",
    "Subgroup",
]
