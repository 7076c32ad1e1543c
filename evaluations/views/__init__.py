"""Thin views: read the request, ask visibility, call an action."""
