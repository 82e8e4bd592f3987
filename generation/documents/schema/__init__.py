"""A person's own JSON schema: the subset that is taken, what of it is asked of each part, and values by it."""
