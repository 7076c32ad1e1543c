"""Annual plan, targets, tasks, budget, report duties, reports, dashboard."""
