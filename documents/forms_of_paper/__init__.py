"""Complete papers as pure functions, one file each.

Each has `Facts` (what the records say; never typed twice), `texts(facts)` (the standard wording, which an officer may
change) and `paper(issue, facts, texts)`. No file here knows any app above this one.
"""
