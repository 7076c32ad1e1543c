"""Which private files of promotion a person may open."""

from core.files import register_access
from promotion.visibility import may_open_file

register_access(may_open_file)
