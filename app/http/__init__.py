"""How the service speaks HTTP: errors, headers, limits, caching, paging, parameters, OpenAPI."""
