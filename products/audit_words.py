"""What the audit trail calls this app's acts that are no steps of a procedure."""

from accounts.audit_view import register_words
from products.course import act_words

register_words(act_words() | {"round.create": "Mở đợt đánh giá", "round.edit": "Sửa đợt đánh giá"})
