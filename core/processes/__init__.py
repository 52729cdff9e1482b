"""Start programs, end them, and know the machine that they run on. Standard library only."""
