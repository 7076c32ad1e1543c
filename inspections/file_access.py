"""Which private files of inspections a person may open."""

from core.files import register_access
from inspections.visibility import may_open_file

register_access(may_open_file)
