"""A form sent twice: one deed, and the second copy is led to the first one's result."""

import threading
import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from accounts.enums import Role
from core.middleware import OncePostMiddleware
from core.models import PostedForm


def _post(user, token, path="/lap/"):
    request = RequestFactory().post(path, {"once": str(token), "name": "x"})
    request.user = user
    return request


@pytest.mark.django_db
def test_the_second_copy_goes_where_the_first_one_went(user_as):
    deeds = []

    def view(request):
        deeds.append(request.path)
        return HttpResponseRedirect(f"/ho-so/{len(deeds)}/")

    user, token = user_as(Role.DISTRICT_OFFICER), uuid.uuid4()
    middleware = OncePostMiddleware(view)
    assert [middleware(_post(user, token)).url for _ in range(3)] == ["/ho-so/1/"] * 3
    assert len(deeds) == 1


@pytest.mark.django_db
def test_a_form_with_errors_may_be_sent_again(user_as):
    answers = iter([HttpResponse("Lỗi"), HttpResponseRedirect("/xong/")])
    middleware = OncePostMiddleware(lambda request: next(answers))
    user, token = user_as(Role.DISTRICT_OFFICER), uuid.uuid4()
    assert middleware(_post(user, token)).status_code == 200
    assert middleware(_post(user, token)).url == "/xong/"


@pytest.mark.django_db
def test_anonymous_and_tokenless_posts_pass(user_as):
    middleware = OncePostMiddleware(lambda request: HttpResponse("ok"))
    assert middleware(_post(AnonymousUser(), uuid.uuid4())).content == b"ok"
    assert middleware(_post(user_as(Role.ADMIN), "not-a-token")).content == b"ok"
    assert PostedForm.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_instant_do_one_deed(user_as):
    user, token = user_as(Role.DISTRICT_OFFICER), uuid.uuid4()
    barrier, deeds, answers = threading.Barrier(2), [], []

    def view(request):
        deeds.append(1)
        return HttpResponseRedirect("/ho-so/1/")

    def click():
        try:
            barrier.wait(10)
            answers.append(OncePostMiddleware(view)(_post(user, token)).url)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert deeds == [1]
    assert answers == ["/ho-so/1/"] * 2
