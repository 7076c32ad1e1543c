"""Makes the papers of councils known to the registry of documents (loaded when the apps are ready)."""

from evaluations.followup.papers import register_kinds
from evaluations.followup.session_papers import register_session_kinds

register_kinds()
register_session_kinds()
