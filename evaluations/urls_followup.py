"""Addresses of the work after a session."""

from django.urls import path

from evaluations.views import certificates, followup, session_papers

followup_patterns = [
    path("ket-qua/thu-tuc/", followup.follow_up, name="follow_up"),
    path("ket-qua/thu-tuc/<int:unit_id>/<slug:paper>/", followup.paper_draft, name="paper_draft"),
    path("ket-qua/bo/", followup.ministry_list, name="ministry_list"),
    path("ket-qua/bo/<int:case_id>/", followup.ministry_answer, name="ministry_answer"),
    path("phien-hop/<int:session_id>/van-ban/<slug:kind>/", session_papers.draft, name="session_paper"),
    path("phien-hop/<int:session_id>/bang-diem.pdf", session_papers.summary_pdf, name="session_summary"),
    path("ket-qua/<int:assessment_id>/in-phieu/", session_papers.sheets_job, name="sheets"),
    path("ho-so/<int:dossier_id>/phieu-trong.pdf", session_papers.empty_sheet_pdf, name="empty_sheet"),
    path("cong-nhan/<int:recognition_id>/giay-chung-nhan.pdf", certificates.certificate, name="certificate"),
    path("van-ban/<int:document_id>/giay-chung-nhan/", certificates.certificates_job, name="certificates"),
]
