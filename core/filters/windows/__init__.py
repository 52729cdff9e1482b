"""Look through windows: as runs, over strips of flat arrays, folded by doubling, ranked by networks."""
