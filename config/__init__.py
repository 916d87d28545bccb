"""What a person sets: settings, sources, and the errors that say how to set them right."""
