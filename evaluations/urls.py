"""Addresses of councils, sessions, scoring and results."""

from __future__ import annotations

from django.urls import path

from evaluations.urls_followup import followup_patterns
from evaluations.views import appraisals, councils, evidence, results, room, session_list, sessions, sheets

app_name = "evaluations"
urlpatterns = [
    path("hoi-dong/", councils.council_list, name="councils"),
    path("hoi-dong/lap-moi/", councils.council_new, name="council_new"),
    path("hoi-dong/<int:council_id>/", councils.council, name="council"),
    path("hoi-dong/<int:council_id>/sua/", councils.council_edit, name="council_edit"),
    path("hoi-dong/<int:council_id>/thanh-vien/", councils.member_new, name="member_new"),
    path("hoi-dong/<int:council_id>/thanh-vien/<int:member_id>/", councils.member_edit, name="member_edit"),
    path("hoi-dong/<int:council_id>/thanh-vien/<int:member_id>/thoi/", councils.member_end, name="member_end"),
    path("hoi-dong/<int:council_id>/to-tu-van/", councils.team_edit, name="team_edit"),
    path("hoi-dong/<int:council_id>/giao-tham-dinh/", appraisals.appraisal_assign, name="appraisal_assign"),
    path("tham-dinh/", appraisals.appraisal_list, name="appraisals"),
    path("tham-dinh/<int:appraisal_id>/", appraisals.appraisal, name="appraisal"),
    path("phien-hop/", session_list.SessionList.as_view(), name="sessions"),
    path("phien-hop/lap-moi/", sessions.session_new, name="session_new"),
    path("phien-hop/<int:session_id>/", sessions.session, name="session"),
    path("phien-hop/<int:session_id>/sua/", sessions.session_edit, name="session_edit"),
    path("phien-hop/<int:session_id>/chuong-trinh/", sessions.agenda_add, name="agenda_add"),
    path("phien-hop/<int:session_id>/thu-tu/", sessions.agenda_order, name="agenda_order"),
    path("phien-hop/<int:session_id>/gui-ho-so/", sessions.send, name="send"),
    path("phien-hop/<int:session_id>/diem-danh/", sessions.attendance, name="attendance"),
    path("phien-hop/<int:session_id>/mo-cham/", sessions.open_scoring, name="open_scoring"),
    path("phien-hop/<int:session_id>/phong/", room.room, name="room"),
    path("phien-hop/<int:session_id>/ket-thuc/", sessions.close, name="close_session"),
    path("phien-hop/<int:session_id>/huy/", sessions.cancel, name="cancel_session"),
    path("phien-hop/ho-so/<int:assessment_id>/dua-khoi/", sessions.agenda_remove, name="agenda_remove"),
    path("phien-hop/ho-so/<int:assessment_id>/mo-cham/", sessions.open_one, name="open_one"),
    path("phien-hop/ho-so/<int:assessment_id>/tu-choi/", sessions.record_recusal, name="record_recusal"),
    path("phien-hop/ho-so/<int:assessment_id>/chot/", room.close_assessment, name="close_assessment"),
    path("phien-hop/mo-lai/<int:request_id>/", room.settle_reopen, name="settle_reopen"),
    path("cham-diem/", sheets.my_sessions, name="my_sessions"),
    path("cham-diem/phien/<int:session_id>/", sheets.my_session, name="my_session"),
    path("cham-diem/<int:assessment_id>/", sheets.sheet, name="sheet"),
    path("cham-diem/<int:assessment_id>/dong/<str:code>/", sheets.save_line, name="save_line"),
    path("cham-diem/<int:assessment_id>/nhan-xet/", sheets.save_remarks, name="save_remarks"),
    path("cham-diem/<int:assessment_id>/minh-chung/<str:code>/", evidence.evidence, name="evidence"),
    path("cham-diem/<int:assessment_id>/nop/", sheets.review, name="sheet_review"),
    path("cham-diem/<int:assessment_id>/tu-choi/", sheets.recuse, name="recuse"),
    path("cham-diem/<int:assessment_id>/mo-lai/", sheets.ask_reopen, name="ask_reopen"),
    path("ket-qua/<int:assessment_id>/", results.result, name="result"),
    path("ket-qua/<int:assessment_id>/xu-ly/", results.settle_return, name="settle_return"),
    *followup_patterns,
]
