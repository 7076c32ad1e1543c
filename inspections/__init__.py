"""Inspection plans, visits, findings, follow-up, revocation."""
