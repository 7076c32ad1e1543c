"""The floor's pages are for everybody who signed in."""

from accounts.access import SIGNED_IN, Access

ACCESS = {name: Access(GET=SIGNED_IN) for name in ("floor_one", "floor_list", "floor_sheet")}
