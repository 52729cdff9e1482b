"""Find a Python that can run the engine: where each platform keeps one, in which environment, and whether it serves."""
