"""Annual reports: figures at the cut-off, sentences from them, versions, consolidation, export."""
