"""List which names of GeoUtils exist here: the README's table, and a test that holds it against the classes."""

from __future__ import annotations

VERSION = "0.2.5"
"""The release of GeoUtils whose public names are listed; newer names that exist here are marked in the notes."""

FUNCTIONS: tuple[tuple[str, str], ...] = (
    ("MultiprocConfig", "`chunk_size outfile driver cluster copy()`; `chunk_size` may be (rows, columns) or None"),
    ("ClusterGenerator", '"basic", "multi" or "multiprocessing", "threads"; other names are refused'),
    ("map_overlap_multiproc_save", "the config also as `mp_config=`"),
    (
        "map_multiproc_collect",
        "the config also as `mp_config=`; `return_tile=True` gives a `Tile`, four numbers",
    ),
    ("compute_tiling", "`ref_shape` may be left out"),
    ("subsample_raster", "here a function: GeoUtils' newest has it in `Raster.subsample(mp_config=...)`"),
    ("interpolate_points", "here a function: GeoUtils' newest has it in `Raster.interp_points(mp_config=...)`"),
)
"""What `tiled_raster.core` has, with what is to be known of it."""

RASTER: tuple[tuple[str, str], ...] = (
    ("area_or_point", ""),
    ("astype", "`convert_nodata` takes another value where a valid pixel has GeoUtils' default"),
    ("bands", ""),
    ("bands_on_disk", ""),
    ("bounds", ""),
    ("coords", ""),
    ("copy", "`cast_nodata`"),
    ("count", ""),
    ("count_on_disk", ""),
    ("crop", 'mode "match_pixel", to a box or another raster'),
    ("crs", "rasterio's CRS"),
    ("data", ""),
    ("driver", ""),
    ("dtype", "NumPy's type, not its name"),
    ("filename", ""),
    ("from_array", "`area_or_point`, `tags`, `cast_nodata`"),
    ("georeferenced_grid_equal", ""),
    ("get_mask", ""),
    ("get_nanarray", "`floating_dtype`, `return_mask`; 32-bit integers give float64 unless asked"),
    ("get_stats", "`band`, `inlier_mask`"),
    ("height", ""),
    ("icrop", ""),
    ("ij2xy", ""),
    ("indexes", ""),
    ("info", ""),
    ("interp_points", "nearest and linear; gives the array, there are no point clouds"),
    ("is_loaded", ""),
    ("is_mask", ""),
    ("is_modified", ""),
    ("load", "`bands`"),
    ("name", ""),
    ("nodata", ""),
    ("outside_image", ""),
    ("profile", ""),
    ("raster_equal", ""),
    ("res", ""),
    ("save", "`path` and `creation_options`"),
    ("set_area_or_point", ""),
    ("set_crs", "newer than the release"),
    ("set_mask", ""),
    ("set_nodata", ""),
    ("set_transform", "newer than the release"),
    ("shape", ""),
    ("split_bands", ""),
    ("subsample", ""),
    ("tags", ""),
    ("transform", ""),
    ("translate", ""),
    ("width", ""),
    ("xy2ij", "computed in float64"),
)
"""What `Raster` has, besides indexing, arithmetic, comparisons and NumPy's functions."""

ABSENT: tuple[tuple[str, str], ...] = (
    ("filter", "`filter_raster`, or SciPy on `.data`"),
    ("footprint", "`bounds`"),
    ("from_pointcloud_regular", ""),
    ("from_xarray", "`from_array`"),
    ("get_bounds_projected", "`rasterio.warp.transform_bounds`"),
    ("get_footprint_projected", ""),
    ("get_metric_crs", ""),
    ("intersection", ""),
    ("plot", "QGIS"),
    ("polygonize", "QGIS's own tool"),
    ("proximity", "QGIS's own tool"),
    ("reduce_points", "`icrop` and `get_stats`"),
    ("reproject", "QGIS's own tool; a tile cannot be resampled alone"),
    ("to_file", "`save`"),
    ("to_pointcloud", "`subsample(return_indices=True)` and `ij2xy`"),
    ("to_points", "`coords`"),
    ("to_rio_dataset", "`save`"),
    ("to_xarray", "`get_nanarray` and `coords`"),
)
"""What GeoUtils' `Raster` has and ours has not, with what does instead."""
