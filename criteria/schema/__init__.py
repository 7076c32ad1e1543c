"""The law's data as typed values, and the checks it must pass. Nothing here knows Django."""

from criteria.schema.reader import SchemaError
from criteria.schema.ruleset import RulesetRules
from criteria.schema.sheet import CriterionForm, OptionForm, PartForm, SectionForm, SheetForm

__all__ = ["CriterionForm", "OptionForm", "PartForm", "RulesetRules", "SchemaError", "SectionForm", "SheetForm"]
