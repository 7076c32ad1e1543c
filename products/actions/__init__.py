"""The verbs: one transaction each, keyword-only, the actor named, audited inside."""
