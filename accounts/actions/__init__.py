"""The verbs: one transaction each, the actor named, the audit trail written inside. `actor=None` is the portal."""

from accounts.actions.factors import ask_factor_reset, confirm_factor_reset, renew_factor_key
from accounts.actions.passwords import first_sign_in_link, set_password
from accounts.actions.seats import end_seat, give_seat
from accounts.actions.succeed_unit import Moved, move_seats, succeed_unit
from accounts.actions.users import create_user, disable_user, edit_profile, edit_user, enable_user, end_sessions

__all__ = [
    "Moved",
    "ask_factor_reset",
    "confirm_factor_reset",
    "create_user",
    "disable_user",
    "edit_profile",
    "edit_user",
    "enable_user",
    "end_seat",
    "end_sessions",
    "first_sign_in_link",
    "give_seat",
    "move_seats",
    "renew_factor_key",
    "set_password",
    "succeed_unit",
]
