"""Measure areas of a raster one by one: zones, and what is computed for them. Arrays in, arrays out."""
