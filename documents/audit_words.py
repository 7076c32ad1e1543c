"""What the audit trail calls this app's acts that are no steps of a procedure."""

from accounts.audit_view import register_words

register_words(
    {
        "document.draft": "Soạn dự thảo văn bản",
        "document.edit": "Sửa lời văn dự thảo",
        "document.signed_copy": "Nộp bản đã ký",
    }
)
