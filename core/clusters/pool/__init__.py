"""Run tasks in worker processes of our own: a pool that outlives dying workers and leaves nothing behind."""
