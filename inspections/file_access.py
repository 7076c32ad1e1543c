"""Which private files of inspections a person may open; a complaint's picture may tell who complained."""

from core.files import register_access
from core.files.openings import watch_openings
from inspections.visibility import may_open_file

register_access(may_open_file)
watch_openings("complaint")
