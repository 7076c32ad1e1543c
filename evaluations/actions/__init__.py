"""The verbs of councils and scoring. Keyword-only, one transaction each, `actor` named, audit inside."""

from evaluations.actions.agenda import add_dossiers, drop_assessment, remove_assessment, reorder
from evaluations.actions.appraisals import assign_appraisal, finish_appraisal, save_appraisal, save_team
from evaluations.actions.closing import cancel_session, close_assessment, close_session
from evaluations.actions.councils import add_member, create_council, edit_council, edit_member, end_member
from evaluations.actions.opening import open_assessment, open_session, record_attendance
from evaluations.actions.recusals import declare_recusal
from evaluations.actions.reopening import ask_reopen, settle_reopen
from evaluations.actions.returning import settle_return
from evaluations.actions.scoring import save_comment, save_line, save_lines, submit_sheet
from evaluations.actions.sessions import create_session, edit_session, send_dossiers

__all__ = [
    "add_dossiers", "add_member", "ask_reopen", "assign_appraisal", "cancel_session", "close_assessment",
    "close_session", "create_council", "create_session", "declare_recusal", "drop_assessment", "edit_council",
    "edit_member", "edit_session", "end_member", "finish_appraisal", "open_assessment", "open_session",
    "record_attendance", "remove_assessment", "reorder", "save_appraisal", "save_comment", "save_line", "save_lines",
    "save_team", "send_dossiers", "settle_reopen", "settle_return", "submit_sheet",
]  # fmt: skip
