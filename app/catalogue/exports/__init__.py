"""The whole catalogue as files: made once after a change when somebody asks, kept in a folder, read from there."""
