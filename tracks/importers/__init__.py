"""Outside files on their way in: parse, validate, plan, apply."""
