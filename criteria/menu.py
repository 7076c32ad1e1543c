"""The entry of the rail."""

from core import menu

menu.register(
    menu.MenuEntry(label="Bộ tiêu chí", url_name="criteria:sets", icon="journal-check", order=80, secondary=True)
)
