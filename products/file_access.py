"""Which private files of products a person may open, and which of them are so sensitive that each opening is told."""

from core.files import register_access
from core.files.openings import watch_openings
from products.visibility import may_open_file

register_access(may_open_file)
watch_openings("minh chứng hồ sơ", "giấy tờ chủ thể", "bộ hồ sơ", "bảng tính nhập vào", "kết quả nhập bảng tính")
