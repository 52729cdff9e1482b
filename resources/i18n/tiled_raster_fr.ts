<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
  <context>
    <name>TiledRaster</name>
    <message>
      <source>Raster</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A raster file of any size. A layer that is no file on disk (WMS, XYZ, a database) must be saved first.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Bands (none chosen: all)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Leave empty for all bands. In scripts and on the command line: BANDS=1,2 or BANDS=1;2.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Filter</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>One filter, or several: the output has a band for each band and filter. Values that only some filters use are asked for below the list once one of these is chosen. custom runs your own Python function.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>On the command line and in scripts give the name, as in {}={}, not a number.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Window size</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Side of the window in pixels: rows and columns of a square, rows of a rectangle, diameter of a circle, outer diameter of an annulus. An odd number, so that the window has a centre.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Used by: {}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Mean</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Median</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Minimum</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Maximum</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Range</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sum</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Standard deviation</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Variance</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Percentile</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Majority</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Minority</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Variety</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Valid count</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Opening</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Closing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>White top-hat</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Black top-hat</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Difference from mean</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Z-score</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Topographic position index</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Window shape</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>square; rectangle (size rows, and as many columns as you say); circle (pixels whose centre is no further than size // 2 from the centre); annulus (a circle without an inner circle); weights (your own matrix).</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Columns of a rectangle</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Width in pixels of a rectangular window, an odd number. Other shapes do not use it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Inner size of an annulus</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Diameter in pixels of the circle left out of an annulus, an odd number below the size; 1 leaves out the centre. Other shapes do not use it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Weights</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Matrix for the shape "weights", rows separated by semicolons, as in 1 2 1; 2 4 2; 1 2 1. Mean and sum use the weights; other filters look at the pixels whose weight is not zero. Odd numbers of rows and columns.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Weights file</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Text file with the weights, a line for each row, numbers separated by blanks, commas or semicolons; lines that begin with # are skipped. It takes the place of the matrix.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{} (for {})</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>From 0 (minimum) over 50 (median) to 100 (maximum); between two pixels it is interpolated linearly.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sigma</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Standard deviation of the Gaussian, in pixels.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Gaussian</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Outliers</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Laplacian of Gaussian</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Truncate</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>How many sigmas the Gaussian reaches; weights further away are left out.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Threshold</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pixels that differ from the Gaussian mean of their surroundings by more than this, in the raster's unit, become no data.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Distance</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>How far, in pixels, a gap is filled from: pixels without a valid one within this radius stay without data.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fill gaps</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Power</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Weights fall with the distance to this power; 2 is usual, higher makes near pixels count more.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Direction</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>magnitude: the length of the gradient; columns: the change from left to right; rows: from top to bottom.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sobel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Prewitt</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Neighbours</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>How many neighbours the Laplacian takes: 4 (sides) or 8 (sides and corners).</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Laplacian</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Slope unit</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>degrees (0 to 90) or percent (100 is 45 degrees).</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Slope</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Z factor</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Elevations are multiplied by this before anything else: 0.3048 when they are in feet and the map is in metres. 1: by what the units ask for that the band or the CRS declares.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Hillshade</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Light</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>single: from the azimuth; multidirectional: from west, north and the two directions beside them, weighted by how much each shows; the azimuth is not used then.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Azimuth</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Where the light comes from, in degrees clockwise from north: 315 is north-west.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Altitude</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Height of the light above the horizon, in degrees: 90 is straight above.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>TRI method</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>riley: root of the sum of squared differences, for land; wilson: mean absolute difference, for the sea floor.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Terrain ruggedness index</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Where data is missing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>keep: pixels without data stay so, the others are computed from the valid pixels around them. fill: also pixels without data are computed, wherever the window holds a valid one, so gaps shrink. propagate: a pixel whose window touches a gap becomes nodata. TPI of 3 x 3 pixels is propagated where nothing is asked for, as gdaldem does it; other terrain filters of 3 x 3 always are.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Valid pixels that a window must hold</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Where the window holds fewer valid pixels the result is nodata.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>At the raster's edge</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>shrink: the window ends at the edge. reflect: pixels are mirrored (d c b a | a b c d | d c b a). nearest: the outermost pixel is repeated.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Your function: Python file</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A Python file with your own function; choose custom as the filter.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The file is executed on this computer, outside QGIS, with your rights: only name files that you trust.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Your function: name</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The name of the function in the file. It takes a tile as a Raster, or as a 2-D array with NaN for nodata where its first parameter is annotated as numpy.ndarray.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Your function: arguments, as JSON</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keyword arguments as a JSON object, such as {"threshold": 3}. They are never evaluated.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Your function: margin, pixels</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pixels of margin around each tile that the function sees; the margin of its result is cut off.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Area (empty: the whole raster)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Only this part. It is reprojected to the raster's CRS and grows to whole pixels; pixels around it are still read where a filter needs them.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tile size, pixels (0: choose for me)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Side of a tile in pixels. 0 chooses one that suits the file's blocks, the filter's margin, the workers and the memory limit. The result never depends on it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>How the work is shared</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>auto: what suits the filter. basic: one tile after the other in one process: for small rasters and for looking into a problem. threads: several tiles at once in one process, without copies between processes: pays where the function releases Python's lock, as NumPy, SciPy and GDAL mostly do. multi: several tiles at once, each worker a process of its own: pays for every function, can be stopped at any moment, and survives a crash in one tile. The result is the same, bit for bit.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Workers (0: choose for me)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>How many tiles are worked on at the same time. 0 takes the provider's setting, else one for each core.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Memory limit, MB (0: choose for me)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What the tiles in flight may take over all workers. 0 takes the provider's setting, else a share of the machine's memory.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nodata value of the output</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A number, or nan. Empty: the input's where the output's type holds it, else a fitting one.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Creation options</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Options of the output's format, as COMPRESS=ZSTD|BLOCKXSIZE=512. They win over the defaults: tiled, compressed with the right predictor, BIGTIFF=IF_SAFER. DRIVER=COG writes a cloud optimised GeoTIFF.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Type of the output</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>auto: the input's type where the filter keeps values, else a type that holds the result. With another type values are rounded and clipped, never wrapped.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Format of the output</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>auto: by the extension of the output's name. gtiff: GeoTIFF. cog: cloud optimised GeoTIFF, which opens fast over a network and holds smaller versions of itself.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Overviews (reduced copies) in the output</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>auto: GeoTIFFs of more than 2048 pixels get overviews and statistics in the same run, so that they are shown at once; averaged, or nearest where pixels are classes or angles. yes: smaller ones too. no: none.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Aspect</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Roughness</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Focal</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Smoothing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Edges</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Terrain</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Your own</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Your own function</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Mean of the valid pixels of the window, weighted if the window is a matrix of weights.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Median of the valid pixels of the window; of an even number, the mean of the two middle ones.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Smallest of the valid pixels of the window.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Largest of the valid pixels of the window.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Largest minus smallest of the valid pixels of the window.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sum of the valid pixels of the window, weighted if the window is a matrix of weights.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Standard deviation of the valid pixels of the window, divided by their count (not count minus one).</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Variance of the valid pixels of the window, divided by their count (not count minus one).</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Percentile of the valid pixels of the window, linear between ranks.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Most frequent of the valid pixels of the window; of equally frequent values the smallest.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Least frequent of the valid pixels of the window; of equally rare values the smallest.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Number of different values among the valid pixels of the window.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Number of valid pixels in the window.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Mean with Gaussian weights, normalised over the valid pixels, so that gaps do not darken their surroundings.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pixels further than a threshold from the Gaussian mean of their surroundings become no data; others stay.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pixels without data get the mean of the valid pixels within a distance, nearer ones weighing more; others stay.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Gradient of three by three pixels with the weights 1 2 1, which marks edges.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Gradient of three by three pixels with the weights 1 1 1, which marks edges.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sum of the neighbours' differences from the pixel: positive in pits, negative on peaks.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Laplacian of the raster smoothed by a Gaussian, which marks spots of about 1.4 sigma in radius.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Maximum of the minima: peaks and ridges smaller than the window vanish, all else stays.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Minimum of the maxima: pits and valleys smaller than the window vanish, all else stays.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The raster minus its opening: how far peaks and ridges smaller than the window stand out.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The closing minus the raster: how deep pits and valleys smaller than the window are.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The pixel minus the mean of the valid pixels of its window: local relief, also beside gaps.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The pixel minus the mean of its window, in standard deviations of the window; 0 where all pixels are equal.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Steepest slope of the ground, in degrees or percent, as gdaldem computes it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Direction in which the ground falls, in degrees clockwise from north; flat ground has no data.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Brightness of the ground under a light, from 1 (shade) to 255; 0 is no data.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The pixel minus the mean of the other valid pixels of its window, as gdaldem computes it for 3 x 3.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>How much the eight neighbours differ from the pixel.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Largest difference between any two of the three by three pixels.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A Python function in a file of yours, called on every tile.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Square</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rectangle</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Circle</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Annulus</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Magnitude</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Columns</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rows</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>4</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>8</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Degrees</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Percent</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Single</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Multidirectional</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Riley</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Wilson</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Keep</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fill</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Propagate</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Shrink</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Reflect</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nearest</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Auto</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Basic</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Threads</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Multi</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Uint8</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Int8</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Uint16</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Int16</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Uint32</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Int32</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Uint64</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Int64</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Float32</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Float64</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>GeoTIFF</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>COG</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Yes</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Filtered raster</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Statistics</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What to measure, over the whole raster or the area chosen.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Percentiles</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Numbers from 0 to 100 separated by a semicolon, as in 5;50;95. They are exact.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Bins of the histogram (0: none)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Bins of equal width between minimum and maximum, in JSON and in the report.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A Python file with your own function; it is also called on each tile.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Side of the squares of which statistics are wanted (0: the tiles of the run)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>In the layer of tiles there is a polygon with its statistics for each square of this side. In units of the map it is rounded to whole pixels.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Unit of that side</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>pixels: of the raster. map: units of the raster's CRS, as metres or degrees.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Statistics of each tile</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Table (CSV)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>CSV files (*.csv)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>JSON</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>JSON files (*.json)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Report (HTML)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>HTML files (*.html)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Count</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Percentage valid</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Min</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Max</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sum of squares</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Std</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Coefficient of variation</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Rmse</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Iqr</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Le90</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Nmad</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Mode</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Entropy</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Skewness</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Kurtosis</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pixels</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Map</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>All pixels</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Valid pixels</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Valid share</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Root mean square</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Interquartile range</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>LE90</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>NMAD</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Number of pixels, valid or not.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Number of pixels with a value.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Valid pixels in percent of all pixels.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Smallest valid value.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Largest valid value.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Largest less smallest valid value.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sum of the valid pixels.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sum of the squared valid pixels.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Arithmetic mean of the valid pixels.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Square root of the variance, dividing by n.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Mean squared deviation from the mean, dividing by n.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Standard deviation divided by the mean; empty where the mean is 0.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Square root of the mean squared value: the RMSE when the raster holds differences.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The middle value, exact at any size.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>75th less 25th percentile.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Linear error with 90 % confidence: 95th less 5th percentile.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Normalised median absolute deviation: 1.4826 times the median distance from the median.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The most frequent value, the smallest of several.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Number of different values.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Shannon's entropy in bits, of the values of integers and of the histogram's bins (256 by default) of floats.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Third central moment over the cubed standard deviation: 0 for symmetric data; empty for constant data.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fourth central moment over the squared variance, less 3: 0 for normal data; empty for constant data.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Statistic</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Focal statistics</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Smoothed raster</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Filled raster</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Raster without outliers</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Method</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Operation</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Morphology</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>TPI</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Index</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Ruggedness</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Measure</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Local relief</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Zones: polygons, or a raster</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A layer of polygons, in any CRS; overlapping ones are each measured by themselves. Or a raster of whole numbers on the same grid: all pixels with one number are a zone.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Selected polygons only</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Measure only the features that are selected in the layer of zones.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What to measure in each zone.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Numbers from 0 to 100 separated by a semicolon, as in 5;50;95.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Pixels of a polygon</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>centre: those whose centre lies within. touched: all that any part of the polygon lies in. share: all of these, each by the share of it that is covered.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Band with the numbers of the zones</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Where the zones are a raster: the band whose whole numbers tell them apart.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Prefix of the fields</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stands before the name of each statistic.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Zones with statistics</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Shares of classes in each zone (CSV)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Centre</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Touched</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Share</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Number of zones</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Python file</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A Python file with your own function.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Function</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Arguments, as JSON</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Margin, pixels</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Result of the function</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tiles</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Margin for the function</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Report on the engine (HTML)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Report</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>focal,neighbourhood,neighborhood,window,smooth,denoise,convolution,large,parallel,python</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>All in one</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tiled filter (save)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Filters a raster of any size tile by tile, on all cores, into a new raster.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Filters a raster of any size into a new one. The raster is cut into tiles with a margin, the tiles are worked on by all cores, and the result is that of the whole raster at once, bit for bit. The work happens outside QGIS, in bounded memory, and can be cancelled at any moment; an existing output is replaced only when the new one is whole.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The filters, by the names that scripts and models use:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>your own Python function: choose its file and name under Advanced parameters.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>In scripts and on the command line bands are separated by a comma or a semicolon: BANDS=1,2.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Values are taken as the file stores them: a band's scale and offset are not applied, as in gdaldem.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Your own function's file is executed on this computer, in a worker process outside QGIS, with your rights: only name files that you trust.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Left the raster, right the result ({}).</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>What it is for</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Formulas</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Σ w·v / Σ w</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the middle one of the sorted v; for even n the mean of the two middle ones</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>min v</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>max v</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>max v − min v</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Σ w·v</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>√(Σ (v − m)² / n), m = Σ v / n</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Σ (v − m)² / n, m = Σ v / n</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>v at rank (n − 1)·p / 100 of the sorted v, linear between ranks</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the v of largest count</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the v of smallest count</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>number of different v</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>n</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Σ w·v / Σ w, w = exp(−d² / 2σ²), d ≤ truncate·σ</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>nodata where |z − g| &gt; threshold, g = Σ w·v / Σ w, w = exp(−d² / 2σ²)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Σ w·v / Σ w, w = 1 / dᵖ, d ≤ distance, where z is missing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>√(x² + y²), x and y: differences of neighbours with the weights 1 2 1</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>√(x² + y²), x and y: differences of neighbours with the weights 1 1 1</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Σ (v − z) over the 4 or 8 neighbours</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Σ w·(v − z), w = (d² − 2σ²) / σ⁴ · exp(−d² / 2σ²), normalised</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>max of the minima</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>min of the maxima</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>z − opening</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>closing − z</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>z − m, m = Σ w·v / Σ w</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>(z − m) / s, s = √(Σ (v − m)² / n)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>arctan √(p² + q²) in degrees, or 100·√(p² + q²) in percent; p, q: gradients of nine pixels, weights 1 2 1</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>direction of (−p, −q), clockwise from north; p, q: gradients to the east and the north</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>1 + 254·max(0, c), c = (sin h − cos h·(p·sin a + q·cos a)) / √(1 + p² + q²); h altitude, a azimuth</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>z − Σ v / n over the other pixels</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>riley: √(Σ (v − z)²); wilson: Σ |v − z| / 8, over the 8 neighbours</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>max − min of the nine pixels</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>z: the pixel. v: the valid pixels of its window, n of them. w: weights, 1 where there are none. d: the distance from the pixel, in pixels.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fields</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Choices: {}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>At first: {}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>From {} to {}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A file, or a temporary one.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{} or more.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Under Advanced Parameters</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Limits</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The raster is a file on disk, or in a /vsi place that GDAL reads; web services must be saved first.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Memory does not grow with the raster: tiles in flight stay below the memory limit.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No valid pixel becomes nodata by chance: the output's nodata value is none that the filter can give.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Integers beyond 2^53 are refused by filters that compute with decimal numbers.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Windows are odd, up to 4097 pixels wide; the time grows with the size of the window.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Heights and ground need one unit: declared units are converted, degrees become metres, row by row.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A function sees its tile and the margin, nothing else; its file is executed with your rights.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The same from a script</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>On the command line</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>In QGIS's Python console</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tiled statistics (collect)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Gaussian smoothing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remove outliers</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Edge detection</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Topographic position index (TPI)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Ruggedness and roughness</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Statistics by zone</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Own function on tiles</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tiling grid (preview)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Check the engine</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The other tools</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>average,deviation,quantile,histogram,summary,large,parallel,report,python,function</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Measures a raster of any size tile by tile, exactly, median and percentiles too.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Measures a raster of any size, and gives numbers for models, a table, JSON, a report, and a polygon for each tile. Counts, extremes, median and percentiles are exact, and memory does not grow with the raster. The numbers handed to a model are those of the first chosen band.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The statistics, by the names that scripts and models use:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>with the values of the form</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>More different values than memory holds go to a temporary file, for mode and variety only.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>focal,neighbourhood analysis,neighborhood statistics,moving window,sliding window,kernel,convolution,low pass filter,low-pass,lowpass,smooth,smoothing,blur,denoise,noise,despeckle,speckle,salt and pepper,rolling,mean filter,average,median filter,mode,standard deviation,quantile,rank,dilate,dilation,erode,erosion,modal,majority filter,generalize,generalise,diversity,sieve,r.neighbors,box filter,local statistics,annulus,circle,weights</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Neighbourhood</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Computes a statistic of the pixels around each pixel: mean, median, majority, percentile and others.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{}, by the names that scripts and models use:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The raster may have any size: it is cut into tiles with a margin, and the result is that of the whole raster at once, bit for bit. The work is shared by all cores, outside QGIS, in bounded memory, and can be cancelled at any moment.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sources:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>gaussian blur,gauss,low pass,lowpass,smooth,blur,denoise,noise,sigma,bell,convolution,generalize,filter dem</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Smoothing and repair</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Smooths a raster with a Gaussian, the bell-shaped average; gaps stay and spoil nothing around them.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>fill nodata,fillnodata,fill no data,gap,hole,holes,void,voids,void filling,missing,interpolate,interpolation,inpainting,inpaint,repair,patch,inverse distance,idw,r.fillnulls,null</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fills pixels without data from the valid pixels around them, by distance.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>outlier,outliers,spike,spikes,despike,blunder,blunders,error,errors,clean,cleaning,noise,artefacts,artifacts,anomaly,threshold,distance filter,hot pixel,repair</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Takes out pixels that lie further from their surroundings than a threshold; they become nodata.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>edge,edges,gradient,high pass,highpass,sharpen,lineament,lineaments,boundary,derivative,contrast,blob,blobs,spot,zero crossing,second derivative,convolution,marr,hildreth</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Edges and shapes</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Marks edges and spots: gradients by Sobel and Prewitt, Laplacian, Laplacian of Gaussian.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>mathematical morphology,morphological,opening,closing,tophat,top hat,bottom hat,black hat,erosion,dilation,structuring element,erode,dilate,peaks,pits,buildings,off terrain,dsm to dtm</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Removes or picks out shapes smaller than a window: opening, closing and top-hats.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>terrain,dem,dtm,elevation,gradient,steep,steepness,inclination,incline,gdaldem,horn,relief,degrees,percent</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Computes how steep the ground is, in degrees or percent, as gdaldem does.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>terrain,dem,dtm,elevation,exposition,exposure,direction,orientation,azimuth,compass,downslope,gdaldem,horn,relief,facing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Computes the direction in which the ground falls, in degrees clockwise from north, as gdaldem does.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>terrain,dem,dtm,elevation,relief,shaded relief,shade,shading,shadow,hillshading,illumination,light,sun,azimuth,altitude,multidirectional,gdaldem,horn,lambert</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Computes the brightness of the ground under a light, single or from several directions, as gdaldem does.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>tpi,terrain,dem,dtm,elevation,landform,landforms,ridge,ridges,valley,valleys,hilltop,relative position,position,relief,weiss,gdaldem,bpi,bathymetric position</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Computes how far each pixel lies above or below the mean of its surroundings: ridges and valleys.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>tri,terrain,dem,dtm,elevation,rugged,rough,ruggedness index,riley,wilson,heterogeneity,relief,gdaldem,complexity,surface</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Computes how rough the ground is: terrain ruggedness index (TRI) by Riley or Wilson, or roughness.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>local relief model,lrm,terrain,dem,dtm,elevation,relief,deviation from mean,dev,difference from mean,z-score,standard score,standardise,standardize,residual,detrend,high pass,highpass,microrelief,archaeology,prominence,anomaly,trend removal</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Computes the difference of each pixel from the mean around it, plain or in standard deviations (z-score).</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>zonal,zonal statistics,zones,polygons,polygon statistics,per polygon,land cover,tabulate area,extract</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Zones</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Measures a raster of any size in each of many zones, exactly, median and percentiles too.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Each zone gets the statistics of its own pixels: of every polygon of a layer, or of every whole number of a raster on the same grid. All zones are measured in one pass, exactly, whatever their number and size; polygons may overlap and lie in another CRS. A zone without a valid pixel gets counts of 0 and no other value.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>python,numpy,scipy,script,function,custom,own,code,user defined,udf,map overlap,geoutils,lambda,raster calculator,formula,tile,tiles,apply</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Your own code</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Runs a Python function of yours on every tile of a raster, on all cores, into a new raster.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Runs a Python function of yours on every tile of a raster, on all cores, and puts the results together. The function takes a tile as a Raster with all bands and the margin, or, where its first parameter is annotated as numpy.ndarray, each band as a 2-D array with NaN for nodata; it returns the same kind of thing, of the same rows and columns.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The margin is what the function sees around each tile; the margin of its result is cut off. Give as many pixels as the function looks at around a pixel, else the seams of the tiles show.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>tile,tiles,grid,fishnet,index,footprint,chunk,block,halo,overlap,margin,preview,tiling,tile index,polygons</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Helpers</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Draws the tiles into which a raster is cut, and their margins, as polygons.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Draws the tiles into which a run would cut the raster, one polygon each with its rows and columns, and with a margin a second polygon each: what is read for that tile. No pixel is read.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>A tile size of 0 shows what a run of a function with this margin would choose on this computer; filters may round it to whole blocks of the output. The result of a run never depends on it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>rasterio,scipy,numpy,python,interpreter,dependencies,install,diagnose,bug,report</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Reports which Python the tiled tools run with, its libraries, cores and memory.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>&lt;p&gt;The tiled tools do their work in an engine process outside QGIS, which needs a Python with NumPy and rasterio or osgeo.gdal. This looks for it anew, forgetting what was remembered, and reports what was found, what was refused and why, and the command that mends it.&lt;/p&gt;&lt;p&gt;Another Python can be named under Settings &amp;gt; Options &amp;gt; Processing &amp;gt; Providers &amp;gt; Tiled raster. Copy the log into a report of a fault.&lt;/p&gt;</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tile</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>First row</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>End of rows</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>First column</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>End of columns</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>not all outputs were written</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>To repeat this run, on the command line or in Python:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Band {} has a scale or offset, which QGIS shows applied: here values are as stored.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No engine can be started.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Interrupted: {}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>unknown</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Starting the engine</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Finishing the output</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tile {} of {}: at work for {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>, {} left</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>, pass {} of {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tile {} of {}{}{}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Plan: {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>FUNCTION_FILE has no effect: choose custom as the filter.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No engine</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>is</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{}: {} is even, {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{}: {} is given, {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{} tiles of up to {} x {} pixels (rows x columns).</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The tiles cannot be written: {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>no valid pixel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>none</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Done in {}: {} ({}, nodata {}).</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{} zones measured in {} s</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Done in {}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Band {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>; {} of them have no pixel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Looking for the engine of Tiled raster</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{}={} has no effect: it is used by {}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Search…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Chosen: {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>nothing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{} - this will take long</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Planning a run of Tiled raster</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>1 tile</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>1 worker</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{} MB in flight</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{} tiles of {} x {} pixels</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{} workers</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>, {} free</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>about {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>output up to {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{}: report</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{}: statistics of each tile</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{}: statistics</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Python console of QGIS</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cancelled before the layer of tiles was written: {}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Percentile {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Band {}: {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>the file was incomplete; is the disk full?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The tiles could not be written: {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{}={}: cannot be written ({}); is it open in another program?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{}: would replace the input</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The layer of zones changed during the run: run it once more.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The zones could not be written: {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>PREFIX={}: the zones have a field {} already; choose another prefix</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>ZONES: feature {} cannot be brought to the raster's CRS: {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Tiled raster</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Python to use (needs NumPy, and rasterio or osgeo.gdal)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Workers by default (0: one for each core)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Memory limit by default, MB (0: choose for me)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Folder for temporary files</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Write the values of function arguments into outputs</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Leave empty to search</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Leave empty for the system's</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>At most {}.</source>
      <translation type="unfinished" />
    </message>
  </context>
</TS>
