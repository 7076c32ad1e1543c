"""Which private files of products a person may open."""

from core.files import register_access
from products.visibility import may_open_file

register_access(may_open_file)
