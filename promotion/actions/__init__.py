"""The verbs of promotion, one transaction each: keyword-only, `actor` named, audit and messages inside."""
