"""Which private files of promotion a person may open; contracts are the parties' own business."""

from core.files import register_access
from core.files.openings import watch_openings
from promotion.visibility import may_open_file

register_access(may_open_file)
watch_openings("agreement")
