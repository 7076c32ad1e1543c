"""Makes the commune's papers and the bundle's job known (loaded when the apps are ready)."""

from products import bundles
from products.commune_papers import register_kinds

register_kinds()

__all__ = ["bundles"]
