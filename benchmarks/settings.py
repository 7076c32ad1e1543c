"""The portal's own settings with the floor's pages beside it."""

from ocop_portal.settings import *  # noqa: F403
from ocop_portal.settings import INSTALLED_APPS, MIDDLEWARE

ROOT_URLCONF = "benchmarks.floor"
INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks"]
MIDDLEWARE = ["benchmarks.floor.FloorMiddleware", *MIDDLEWARE]
# One address fires all requests here; the limit of visits a minute would be all that is measured.
PUBLIC_PER_MINUTE = dict.fromkeys(("lookup", "verify", "photo", "download"), 10_000_000)
