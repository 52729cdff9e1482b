"""Cutting a raster as the engine does: the tile grown by the halo, clipped at the raster's edge, the rest as `pad`."""

from __future__ import annotations

import numpy as np


def filter_tile(filter_pass, values, valid, tile, **extra):
    """Return the filtered tile (row_min, row_max, col_min, col_max) of a raster (bands, rows, columns)."""
    halo = filter_pass.halo
    rows, cols = values.shape[1:]
    top, bottom, left, right = tile[0] - halo, tile[1] + halo, tile[2] - halo, tile[3] + halo
    block = np.s_[:, max(top, 0) : min(bottom, rows), max(left, 0) : min(right, cols)]
    pad = (max(-top, 0), max(bottom - rows, 0), max(-left, 0), max(right - cols, 0))
    return filter_pass(values[block].copy(), valid[block].copy(), pad, **extra)


def filter_whole(filter_pass, values, valid, **extra):
    """Return the filtered raster, done at once."""
    return filter_tile(filter_pass, values, valid, (0, values.shape[1], 0, values.shape[2]), **extra)


def filter_tiled(filter_pass, values, valid, chunk, cell_size_of=None):
    """Return the filtered raster put together from tiles of `chunk` (rows, columns)."""
    rows, cols = values.shape[1:]
    bands = len(values) * len(filter_pass.kernels) + filter_pass.marking.mask
    out = np.zeros((bands, rows, cols), filter_pass.out_dtype)
    for row in range(0, rows, chunk[0]):
        for col in range(0, cols, chunk[1]):
            tile = (row, min(row + chunk[0], rows), col, min(col + chunk[1], cols))
            extra = {} if cell_size_of is None else {"cell_size": cell_size_of(tile)}
            out[:, tile[0] : tile[1], tile[2] : tile[3]] = filter_tile(filter_pass, values, valid, tile, **extra)
    return out
