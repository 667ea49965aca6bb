"""Pages of certifications, and those that join them with the catalogue below."""
