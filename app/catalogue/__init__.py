"""How published content is found: functions that take a session and read, and never write."""
