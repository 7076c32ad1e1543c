"""Addresses of documents."""

from django.urls import path

from documents.views import acts, pages

app_name = "documents"
urlpatterns = [
    path("van-ban/", pages.DocumentList.as_view(), name="list"),
    path("van-ban/<int:pk>/", pages.document_page, name="document"),
    path("van-ban/<int:pk>/trang/<int:number>.png", pages.page, name="page"),
    path("van-ban/<int:pk>/xem-truoc.pdf", pages.preview, name="preview"),
    path("van-ban/<int:pk>/in-xem-truoc/", pages.print_preview, name="print_preview"),
    path("van-ban/<int:pk>/ban-in/", pages.as_html, name="as_html"),
    path("van-ban/<int:pk>/du-thao.docx", pages.docx, name="docx"),
    path("van-ban/<int:pk>/sua/", acts.edit, name="edit"),
    path("van-ban/<int:pk>/ban-hanh/", acts.issue, name="issue"),
    path("van-ban/<int:pk>/ban-da-ky/", acts.signed_copy, name="signed_copy"),
    path("van-ban/<int:pk>/thay-the/", acts.replace, name="replace"),
    path("van-ban/<int:pk>/thu-hoi/", acts.recall, name="recall"),
]
