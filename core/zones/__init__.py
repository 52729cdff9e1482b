"""Zones: areas of a raster that are measured one by one, and what is computed for them. Arrays in, arrays out."""
