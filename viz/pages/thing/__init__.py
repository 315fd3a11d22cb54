"""All that is known of a thing."""
