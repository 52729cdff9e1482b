"""Turn a job into work: prepare it, run it, and give an account of it."""
