"""The commands that come in groups, and what every command needs: the settings and the database they name."""
