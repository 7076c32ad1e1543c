"""More addresses of dossiers: papers, bundles, comparison, hand-over, invitations."""

from django.urls import path

from products.views import comparing, criterion_evidence, papers

patterns = [
    path("ho-so/<int:pk>/phieu-dang-ky/", papers.slip, name="dossier_slip"),
    path("ho-so/<int:pk>/bao-cao/", papers.report, name="dossier_report"),
    path("ho-so/<int:pk>/bao-cao/luu/", papers.report_autosave, name="dossier_report_save"),
    path("ho-so/<int:pk>/bao-cao/in/", papers.report_pdf, name="dossier_report_pdf"),
    path(
        "ho-so/<int:pk>/tu-danh-gia/<int:criterion_pk>/minh-chung/", criterion_evidence.page, name="criterion_evidence"
    ),
    path("ho-so/<int:pk>/so-sanh/", comparing.page, name="dossier_compare"),
]
