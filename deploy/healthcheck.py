"""Health of one web container, asked as the reverse proxy asks: exit 0 when it answers."""

import os
import sys
import urllib.error
import urllib.request

request = urllib.request.Request(
    f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/healthz",
    headers={"Host": os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0], "X-Forwarded-Proto": "https"},
)
try:
    with urllib.request.urlopen(request, timeout=8) as answer:  # noqa: S310 (a fixed http address)
        sys.exit(0 if answer.status == 200 else 1)
except OSError as error:
    sys.exit(f"{error}")
