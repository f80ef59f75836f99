"""The catalogue as tools for assistants, by the Model Context Protocol: `endpoint` loads the rest late."""
