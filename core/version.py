"""Name the version, once; metadata.txt and pyproject.toml say the same, and a test compares them."""

VERSION = "0.1.0"
PROGRAM = f"Tiled Raster {VERSION}"
