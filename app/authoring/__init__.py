"""How the catalogue changes: publishing, importing, exporting and checking."""
