"""Who may do what: keys, and what each role is permitted."""
