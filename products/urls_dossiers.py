"""More addresses of dossiers: papers, bundles, comparison, hand-over, invitations."""

from django.urls import path

from products.views import bundles, chosen, commune, comparing, criterion_evidence, invitations, papers

patterns = [
    path("ho-so/<int:pk>/phieu-dang-ky/", papers.slip, name="dossier_slip"),
    path("ho-so/<int:pk>/bao-cao/", papers.report, name="dossier_report"),
    path("ho-so/<int:pk>/bao-cao/luu/", papers.report_autosave, name="dossier_report_save"),
    path("ho-so/<int:pk>/bao-cao/in/", papers.report_pdf, name="dossier_report_pdf"),
    path(
        "ho-so/<int:pk>/tu-danh-gia/<int:criterion_pk>/minh-chung/", criterion_evidence.page, name="criterion_evidence"
    ),
    path("ho-so/<int:pk>/so-sanh/", comparing.page, name="dossier_compare"),
    path("ho-so/<int:pk>/van-ban-xa/<slug:kind>/", commune.draft, name="commune_paper"),
    path("ho-so/<int:pk>/bo-ho-so/", bundles.page, name="dossier_bundle"),
    path("ho-so/chon/", chosen.page, name="dossiers_chosen"),
    path("ho-so/chon/ban-giao/", chosen.handover, name="dossiers_handover"),
    path("chu-the/<int:pk>/moi-tai-khoan/", invitations.invite, name="invite"),
    path("chu-the/<int:pk>/moi-tai-khoan/<int:invitation_pk>/", invitations.link, name="invitation_link"),
    path("chu-the/<int:pk>/moi-tai-khoan/<int:invitation_pk>/lai/", invitations.renew, name="invitation_renew"),
    path("chu-the/<int:pk>/moi-tai-khoan/<int:invitation_pk>/thu/", invitations.revoke, name="invitation_revoke"),
    path("loi-moi/", invitations.accept, name="invitation"),
]
