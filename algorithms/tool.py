"""A tool for one job: an algorithm made from a `ToolSpec` and the records of its filters."""

from __future__ import annotations

from functools import partial
from typing import Any

from ..core.errors import InvalidParameter
from ..core.filters.policies import EDGE, MIN_VALID, NODATA_POLICY
from ..core.filters.spec import FilterSpec
from ..core.parameters import Parameter
from . import helptext, options
from .filter import FilterAlgorithm, size_parameters
from .mask import mask_parameters
from .panel import declared, union
from .tools import TOOLS, ToolSpec
from .values import Values
from .words import tr


class FilterTool(FilterAlgorithm):
    """Runs one of a tool's filters; builds the same job as "Tiled filter (save)"."""

    def __init__(self, tool: ToolSpec) -> None:
        super().__init__()
        self.tool = tool
        self.group_id = tool.group

    def createInstance(self) -> FilterTool:
        """Return a new instance, for one run."""
        return type(self)(self.tool)

    def name(self) -> str:
        """Return the id, never changed."""
        return self.tool.name

    def displayName(self) -> str:
        """Return the name in the toolbox."""
        return tr(self.tool.label)

    def shortDescription(self) -> str:
        """Return one sentence."""
        return tr(self.tool.summary)

    def tags(self) -> list[str]:
        """Return words that find the tool: its own, in English and the user's language, and its filters' names."""
        names = [word for spec in self.tool.filters for word in (spec.name, tr(spec.label))]
        return [*self.tool.tags.split(","), *tr(self.tool.tags).split(","), *names]

    def shortHelpString(self) -> str:
        """Return the help beside the panel."""
        return helptext.of_tool(self.tool)

    def initAlgorithm(self, configuration: Any = None) -> None:  # noqa: ARG002
        """Declare the parameters: what every run has, and what the tool's filters take."""
        filters = self.tool.filters
        own = sorted(union(filters), key=lambda pair: len(pair[1]) == len(filters))  # beside the choice they depend on
        parameters = [
            *options.raster_parameters(),
            *([] if len(filters) == 1 else [declared_choice(self.tool)]),
            *(declared(record, users if len(users) < len(filters) else (), in_sight=True) for record, users in own),
            *size_parameters(filters),
            *(options.advanced(declared(record)) for record in policies_of(filters)),
            *mask_parameters(),
            *options.run_parameters(),
            *options.output_parameters(),
        ]
        self.declare(parameters, self.tool.output)

    def filters_of(self, values: Values) -> tuple[str, ...]:
        """Return the chosen filter. A list of one is taken: it is what models and batches of "Tiled filter" hold.

        Raises InvalidParameter for several, and for one that the tool does not offer.
        """
        if len(self.tool.filters) == 1:
            return (self.tool.filters[0].name,)
        names = values.names("FILTER")
        if len(names) > 1:
            raise InvalidParameter(
                f"filter={', '.join(names)}: must be one, this tool runs one at a time; tiledraster:tiledfilter takes "
                "several"
            )
        return (str(choice_of(self.tool).checked(names[0] if names else "")),)

    def offered(self) -> tuple[FilterSpec, ...]:
        """Return the tool's filters."""
        return self.tool.filters


def choice_of(tool: ToolSpec) -> Parameter:
    """Return the record of FILTER, the choice between the tool's filters."""
    names = tuple(spec.name for spec in tool.filters)
    return Parameter("filter", tool.choice, "", default=tool.default or names[0], choices=names)


def declared_choice(tool: ToolSpec) -> Any:
    """Return the QGIS parameter of FILTER, its help a sentence for each filter."""
    parameter = declared(choice_of(tool))
    sentences = ((spec.name, tr(spec.summary)) for spec in tool.filters)
    told = " ".join(f"{name}: {words[0].lower()}{words[1:]}" for name, words in sentences)
    parameter.setHelp(f"{told} {parameter.help().strip()}")
    return parameter


def policies_of(filters: tuple[FilterSpec, ...]) -> tuple[Parameter, ...]:
    """Return what a tool is asked about gaps and edges: what none of its filters obeys is not asked."""
    return (NODATA_POLICY, MIN_VALID, EDGE) if any(spec.policies for spec in filters) else (EDGE,)


FILTER_TOOLS = tuple(partial(FilterTool, tool) for tool in TOOLS)
"""What makes each tool, in the order of the toolbox."""
