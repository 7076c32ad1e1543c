"""Words of a criteria set in templates."""

from __future__ import annotations

from django import template

from criteria import wording

register = template.Library()
register.filter("sentence_case", wording.sentence_case)
