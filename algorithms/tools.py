"""The tools of the toolbox: one record for each job that people look for. A filter's record names its tool.

Ids and groups' ids are never changed; the parameters, help, checks and documentation of a tool follow from the records
of its filters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ..core.filters import FILTERS
from ..core.filters.spec import FilterSpec

GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "allinone": "All in one",
        "neighbourhood": "Neighbourhood",
        "smoothing": "Smoothing and repair",
        "edges": "Edges and shapes",
        "terrain": "Terrain",
        "zones": "Zones",
        "owncode": "Your own code",
        "helpers": "Helpers",
    }
)
"""Labels of the groups in the toolbox by id; each has an icon, `resources/icons/<id>.svg`."""


@dataclass(frozen=True)
class ToolSpec:
    """One tool: a name, words that find it, and how the choice between its filters is called."""

    name: str
    """The algorithm's id, never changed."""
    label: str
    group: str
    """A key of `GROUPS`."""
    summary: str
    """One sentence: what it is for."""
    tags: str
    """Words and phrases that people search, separated by commas; names of the filters come by themselves."""
    choice: str = ""
    """Label of the choice between several filters."""
    default: str = ""
    """The filter that is chosen at first; empty: the first one."""
    output: str = "Filtered raster"

    @property
    def filters(self) -> tuple[FilterSpec, ...]:
        """The filters that name this tool, in panel order."""
        return tuple(spec for spec in FILTERS.values() if spec.tool == self.name)


TOOLS = (
    ToolSpec(
        "focalstatistics",
        "Focal statistics",
        "neighbourhood",
        "Computes a statistic of the pixels around each pixel: mean, median, majority, percentile and others.",
        "focal,neighbourhood analysis,neighborhood statistics,moving window,sliding window,kernel,convolution,"
        "low pass filter,low-pass,lowpass,smooth,smoothing,blur,denoise,noise,despeckle,speckle,salt and pepper,"
        "rolling,"
        "mean filter,average,median filter,mode,standard deviation,quantile,rank,dilate,dilation,erode,erosion,"
        "modal,majority filter,generalize,generalise,diversity,sieve,r.neighbors,box filter,local statistics,"
        "annulus,circle,weights",
        choice="Statistic",
        default="mean",
        output="Focal statistics",
    ),
    ToolSpec(
        "gaussiansmoothing",
        "Gaussian smoothing",
        "smoothing",
        "Smooths a raster with a Gaussian, the bell-shaped average; gaps stay and spoil nothing around them.",
        "gaussian blur,gauss,low pass,lowpass,smooth,blur,denoise,noise,sigma,bell,convolution,generalize,filter dem",
        output="Smoothed raster",
    ),
    ToolSpec(
        "fillgaps",
        "Fill gaps",
        "smoothing",
        "Fills pixels without data from the valid pixels around them, by distance.",
        "fill nodata,fillnodata,fill no data,gap,hole,holes,void,voids,void filling,missing,interpolate,interpolation,"
        "inpainting,"
        "inpaint,repair,patch,inverse distance,idw,r.fillnulls,null",
        output="Filled raster",
    ),
    ToolSpec(
        "removeoutliers",
        "Remove outliers",
        "smoothing",
        "Takes out pixels that lie further from their surroundings than a threshold; they become nodata.",
        "outlier,outliers,spike,spikes,despike,blunder,blunders,error,errors,clean,cleaning,noise,artefacts,artifacts,"
        "anomaly,threshold,distance filter,hot pixel,repair",
        output="Raster without outliers",
    ),
    ToolSpec(
        "edgedetection",
        "Edge detection",
        "edges",
        "Marks edges and spots: gradients by Sobel and Prewitt, Laplacian, Laplacian of Gaussian.",
        "edge,edges,gradient,high pass,highpass,sharpen,lineament,lineaments,boundary,derivative,contrast,blob,blobs,"
        "spot,"
        "zero crossing,second derivative,convolution,marr,hildreth",
        choice="Method",
        default="sobel",
        output="Edges",
    ),
    ToolSpec(
        "morphology",
        "Morphology",
        "edges",
        "Removes or picks out shapes smaller than a window: opening, closing and top-hats.",
        "mathematical morphology,morphological,opening,closing,tophat,top hat,bottom hat,black hat,erosion,dilation,"
        "structuring element,erode,dilate,peaks,pits,buildings,off terrain,dsm to dtm",
        choice="Operation",
        default="opening",
        output="Morphology",
    ),
    ToolSpec(
        "slope",
        "Slope",
        "terrain",
        "Computes how steep the ground is, in degrees or percent, as gdaldem does.",
        "terrain,dem,dtm,elevation,gradient,steep,steepness,inclination,incline,gdaldem,horn,relief,degrees,percent",
        output="Slope",
    ),
    ToolSpec(
        "aspect",
        "Aspect",
        "terrain",
        "Computes the direction in which the ground falls, in degrees clockwise from north, as gdaldem does.",
        "terrain,dem,dtm,elevation,exposition,exposure,direction,orientation,azimuth,compass,downslope,gdaldem,horn,"
        "relief,"
        "facing",
        output="Aspect",
    ),
    ToolSpec(
        "hillshade",
        "Hillshade",
        "terrain",
        "Computes the brightness of the ground under a light, single or from several directions, as gdaldem does.",
        "terrain,dem,dtm,elevation,relief,shaded relief,shade,shading,shadow,hillshading,illumination,light,sun,"
        "azimuth,"
        "altitude,multidirectional,gdaldem,horn,lambert",
        output="Hillshade",
    ),
    ToolSpec(
        "topographicposition",
        "Topographic position index (TPI)",
        "terrain",
        "Computes how far each pixel lies above or below the mean of its surroundings: ridges and valleys.",
        "tpi,terrain,dem,dtm,elevation,landform,landforms,ridge,ridges,valley,valleys,hilltop,relative position,"
        "position,"
        "relief,weiss,gdaldem,bpi,bathymetric position",
        output="TPI",
    ),
    ToolSpec(
        "ruggedness",
        "Ruggedness and roughness",
        "terrain",
        "Computes how rough the ground is: terrain ruggedness index (TRI) by Riley or Wilson, or roughness.",
        "tri,terrain,dem,dtm,elevation,rugged,rough,ruggedness index,riley,wilson,heterogeneity,relief,gdaldem,"
        "complexity,surface",
        choice="Index",
        default="tri",
        output="Ruggedness",
    ),
    ToolSpec(
        "localrelief",
        "Local relief",
        "terrain",
        "Computes the difference of each pixel from the mean around it, plain or in standard deviations (z-score).",
        "local relief model,lrm,terrain,dem,dtm,elevation,relief,deviation from mean,dev,difference from mean,z-score,"
        "standard score,standardise,standardize,residual,detrend,high pass,highpass,microrelief,archaeology,prominence,"
        "anomaly,trend removal",
        choice="Measure",
        default="difference",
        output="Local relief",
    ),
)
"""Every tool that is a choice of filters, in the order of the toolbox."""
