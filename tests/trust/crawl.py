"""Opens every page as everybody, once, and keeps what came back; the tests look at it from many sides."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pypdfium2
from django.db import connection, transaction
from django.test import Client

from accounts import access, sessions
from accounts.enums import Role
from accounts.models import User
from core.text import fold
from tests.trust.addresses import OWNED, SHARED, address, routes
from tests.trust.world import SECRETS, Side, TrustWorld

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOBODY = "anonymous"
_WRITE = re.compile(r'^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)


@dataclass
class Seen:
    """One answer: who asked for what, and what came."""

    role: str
    name: str
    whose: str
    url: str
    status: int
    headers: dict[str, str]
    body: bytes
    writes: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.status} {self.role} {self.name} ({self.whose}) {self.url}"

    @property
    def is_html(self) -> bool:
        """Whether a person sees it as a whole page."""
        return self.headers.get("content-type", "").startswith("text/html") and b"<html" in self.body[:2_000]

    @property
    def text(self) -> str:
        """All that a reader can find in it, whatever the format."""
        return readable(self.body, self.headers.get("content-type", ""))

    @cached_property
    def told(self) -> list[str]:
        """Kinds of words of the other district that stand in it."""
        text = fold(self.text)
        return [kind for kind, word in SECRETS.items() if word in text]


def readable(body: bytes, kind: str) -> str:
    """Text of a page, a PDF, a spreadsheet or a document."""
    if body[:5] == b"%PDF-":
        document = pypdfium2.PdfDocument(body)
        text = "\n".join(page.get_textpage().get_text_range() for page in document)
        return text + str(document.get_metadata_dict())
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    return "" if kind.startswith("image/") else body.decode("utf-8", "replace")


def client_of(user: User | None) -> Client:
    """Signed in as this person; a server error comes back as its page."""
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user, backend=BACKEND)
        session = client.session  # just active: else each request, undone as it is, would write so anew
        session.update({sessions.BEGAN: time.time(), sessions.SEEN: time.time()})
        session.save()
    return client


@contextmanager
def writes() -> Iterator[list[str]]:
    """Notes each statement that changes a row, by verb and table."""
    found: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        match = _WRITE.match(sql)
        if match:
            found.append(f"{match[1].upper()} {match[2]}" + _action(sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


def _action(sql: str, params: Any) -> str:
    """For the audit trail: what it tells."""
    if "core_auditevent" not in sql or not params:
        return ""
    return " " + next(
        (str(value) for value in params if isinstance(value, str) and re.fullmatch(r"[a-z_]+\.[a-z_]+", value)), ""
    )


def look(client: Client, role: str, name: str, whose: str, url: str, method: str = "get", data: Any = None) -> Seen:
    """One request, undone afterwards, so that the next one finds the world as it was."""
    cookies = client.cookies.copy()
    with writes() as noted, transaction.atomic():
        answer = client.get(url) if method == "get" else client.post(url, data or {})
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        headers = {key.lower(): value for key, value in answer.headers.items()}
        transaction.set_rollback(True)
    client.cookies = cookies  # signing out was undone too
    return Seen(role, name, whose, url, answer.status_code, headers, body, noted)


def sides(name: str, world: TrustWorld) -> list[tuple[str, Side]]:
    """Own and foreign object for what a district owns; once for the rest."""
    if name in OWNED:
        return [("own", world.here), ("foreign", world.there)]
    return [("shared", world.here)] if name in SHARED else [("page", world.here)]


SEATED = {role.value for role in Role}
# Same paper for everybody and slow to draw: one reader is enough.
DRAWN_ONCE = {"criteria:set_pdf": "admin"}


def walkers(world: TrustWorld) -> dict[str, User | None]:
    """Everybody who walks."""
    people: dict[str, User | None] = {NOBODY: None}
    people |= {role.value: user for role, user in world.here.people.items()}
    people |= {role.value: user for role, user in world.province.items()}
    return people | {"seatless": world.seatless, "former": world.former, "moved": world.moved}


def worth_trying(role: str, name: str, whose: str, user: User | None) -> bool:
    """Refusals do not depend on the object; people without the seat are tried with what they once had."""
    if DRAWN_ONCE.get(name, role) != role:
        return False
    if role in {"seatless", "former"}:
        return whose in {"own", "page"}
    if role == "moved":
        return whose == "own"
    return whose != "foreign" or access.allowed(user, name, "GET")


def crawl(world: TrustWorld) -> list[Seen]:
    """Every GET of everybody."""
    found = []
    for role, user in walkers(world).items():
        client = client_of(user)
        for name, _ in routes():
            for whose, side in sides(name, world):
                if worth_trying(role, name, whose, user):
                    found.append(look(client, role, name, whose, address(name, side)))
    return found
