"""The tool "Own function on tiles": a function in a Python file of the user's."""

from __future__ import annotations

from typing import Any, Optional

from ..core.functions import UserFunction
from ..core.jobs import CUSTOM
from . import helptext, options
from .filter import FilterAlgorithm
from .mask import mask_parameters
from .values import Values
from .words import tr

TAGS = (
    "python,numpy,scipy,script,function,custom,own,code,user defined,udf,map overlap,geoutils,lambda,raster calculator,"
    "formula,tile,tiles,apply"
)


class OwnFunction(FilterAlgorithm):
    """Runs a user's function on every tile; builds the same job as "Tiled filter (save)" with the filter custom."""

    group_id = "owncode"
    runs_user_code = True

    def name(self) -> str:
        """Return the id, never changed."""
        return "ownfunction"

    def displayName(self) -> str:
        """Return the name in the toolbox."""
        return tr("Own function on tiles")

    def shortDescription(self) -> str:
        """Return one sentence."""
        return tr("Runs a Python function of yours on every tile of a raster, on all cores, into a new raster.")

    def tags(self) -> list[str]:
        """Return words that find the tool."""
        return [*TAGS.split(","), *tr(TAGS).split(",")]

    def shortHelpString(self) -> str:
        """Return the help beside the panel."""
        return helptext.of_own_function()

    def initAlgorithm(self, configuration: Any = None) -> None:  # noqa: ARG002
        """Declare the parameters."""
        parameters = [
            *options.raster_parameters(),
            *options.function_parameters("A Python file with your own function.", is_all=True),
            *mask_parameters(),
            *options.run_parameters(),
            *options.output_parameters(),
        ]
        self.declare(parameters, "Result of the function")

    def filters_of(self, values: Values) -> tuple[str, ...]:  # noqa: ARG002
        """Return the filter that is a user's function."""
        return (CUSTOM,)

    def function_of(self, values: Values) -> Optional[UserFunction]:
        """Return the user's function."""
        return options.user_function(values, self.settings())
