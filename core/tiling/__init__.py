"""Cut a raster into tiles, run work on their blocks, collect or save the results; knows no filter and no statistic."""
