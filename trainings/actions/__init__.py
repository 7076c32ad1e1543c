"""The verbs of this app: keyword-only, each one transaction, with its audit line and its messages."""
