"""Units, people and what each person may do where."""

from accounts.models.people import Membership, User
from accounts.models.resets import FactorReset
from accounts.models.units import Unit, UnitSuccession

__all__ = ["FactorReset", "Membership", "Unit", "UnitSuccession", "User"]
