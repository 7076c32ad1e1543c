"""Which private files of classes a person may open."""

from core.files import register_access
from trainings.visibility import may_open_file

register_access(may_open_file)
