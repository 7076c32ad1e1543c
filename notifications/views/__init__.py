"""Pages of work, messages and mail."""
