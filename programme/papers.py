"""Makes the papers of this app known to the registry of documents (loaded when the apps are ready)."""

from programme.plan_paper import register_kind
from programme.reporting.paper import register_kinds

register_kind()
register_kinds()
