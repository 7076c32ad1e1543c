"""The main way of the portal as one story, played by every person in a real browser."""
