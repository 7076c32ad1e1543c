"""Pages of plans, reports and the dashboard."""
