"""The engine process: its client (standard library only), the lookup of its interpreter, its server.

Nothing here is imported by the rest of core except `cleanup`, so that a library run needs none of it.
"""
