"""The verbs of inspections, one transaction each."""
