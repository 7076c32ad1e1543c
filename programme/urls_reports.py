"""Addresses of annual reports."""

from __future__ import annotations

from django.urls import path

from programme.views import report_figures, report_files, reports

report_patterns = [
    path("bao-cao/", reports.ReportList.as_view(), name="reports"),
    path("bao-cao/lap-moi/", reports.report_new, name="report_new"),
    path("bao-cao/<int:report_id>/", reports.report, name="report"),
    path("bao-cao/<int:report_id>/muc/<slug:key>/", reports.save_section, name="report_section"),
    path("bao-cao/<int:report_id>/thong-tin/", reports.edit_frame, name="report_frame"),
    path("bao-cao/<int:report_id>/lay-so-lieu/", reports.take, name="report_take"),
    path("bao-cao/<int:report_id>/so-lieu/", report_figures.figures, name="report_figures"),
    path("bao-cao/<int:report_id>/so-lieu/<slug:key>/", report_figures.figure, name="report_figure"),
    path("bao-cao/<int:report_id>/kiem-tra/", reports.check, name="report_check"),
    path("bao-cao/<int:report_id>/tra-lai/", reports.send_back, name="report_return"),
    path("bao-cao/<int:report_id>/gui/", reports.send, name="report_send"),
    path("bao-cao/<int:report_id>/ban-sua/", reports.correct, name="report_correct"),
    path("bao-cao/<int:report_id>/so-sanh/", report_figures.compare, name="report_compare"),
    path("bao-cao/<int:report_id>/doi-chieu/", report_figures.districts, name="report_districts"),
    path("bao-cao/<int:report_id>/tai/<slug:form>/", report_files.download, name="report_file"),
]
