"""The machine under the filters with a window: windows as runs, strips as flat arrays, folds by doubling, networks."""
