"""The plugin object and the Processing provider."""
