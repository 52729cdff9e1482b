"""Show what was measured: the report, its table, its page with charts, and how numbers are written."""
