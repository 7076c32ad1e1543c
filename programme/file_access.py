"""Which private files of plans and reports a person may open."""

from core.files import register_access
from programme.reporting.visibility import may_open_report_file
from programme.visibility import may_open_file

register_access(may_open_file)
register_access(may_open_report_file)
