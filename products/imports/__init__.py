"""Spreadsheets of officers, on their way into the register: reading, headings, cells, places, verdicts."""
