"""The engine process: its client (standard library only), its server, and the check of what a run would use."""
