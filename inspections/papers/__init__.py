"""Official papers of this app; importing it makes their kinds known."""

from inspections.papers import minutes, report, revocation, team, visible

team.register_kinds()
minutes.register_kinds()
revocation.register_kinds()
report.register_kinds()
visible.register()
