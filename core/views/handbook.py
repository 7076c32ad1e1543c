"""The user guide as a page of the portal: the same text and pictures as docs/huong-dan.md."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import markdown
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET
from markdown.extensions.toc import TocExtension, slugify_unicode

GUIDE = "huong-dan.md"
PICTURES = "huong-dan"  # prefix of the pictures among the static files


@lru_cache(maxsize=1)
def guide_html() -> SafeString:
    """The guide's text as HTML, without its first heading, which the page itself has. It is our own text, not a user's."""
    text = Path(settings.BASE_DIR, "docs", GUIDE).read_text(encoding="utf-8")
    body = text.split("\n", 1)[1]
    page = markdown.markdown(body, extensions=[TocExtension(slugify=slugify_unicode), "sane_lists"])
    page = re.sub(r'src="hinh/([^"]+)"', lambda found: f'loading="lazy" src="{static(f"{PICTURES}/{found[1]}")}"', page)
    return SafeString(page)


@require_GET
def handbook(request: HttpRequest) -> HttpResponse:
    """How to do one's work in the portal, by role."""
    return render(request, "core/handbook.html", {"guide": guide_html()})
