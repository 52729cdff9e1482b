"""Keep files whole or as they were: partial files, the folders of runs, and what must not be left lying about."""
