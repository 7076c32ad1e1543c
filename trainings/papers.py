"""The official documents of this app."""

from trainings.paperwork import register_kinds

register_kinds()
