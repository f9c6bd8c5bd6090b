"""What Vertex AI Vector Search answers, as far as it is read. The names are those of its REST API."""

from __future__ import annotations

from pydantic import BaseModel


class DeployedIndex(BaseModel):
    """An index that an endpoint serves."""

    id: str
    index: str


class Deployment(BaseModel):
    """An index endpoint."""

    deployedIndexes: list[DeployedIndex] = []  # noqa: N815
    publicEndpointDomainName: str = ""  # noqa: N815


class SearchConfig(BaseModel):
    """How vectors are compared."""

    dimensions: int
    distanceMeasureType: str = "DOT_PRODUCT_DISTANCE"  # noqa: N815


class IndexMetadata(BaseModel):
    """Holds it."""

    config: SearchConfig


class IndexDescription(BaseModel):
    """An index."""

    metadata: IndexMetadata
    indexUpdateMethod: str = "BATCH_UPDATE"  # noqa: N815


class NumericRestriction(BaseModel):
    """A number that stands beside a vector; 64 bits are written as text."""

    namespace: str = ""
    valueInt: str = ""  # noqa: N815


class Datapoint(BaseModel):
    """A vector and what stands beside it; of a neighbour the id alone."""

    datapointId: str  # noqa: N815
    numericRestricts: list[NumericRestriction] = []  # noqa: N815


class Neighbor(BaseModel):
    """A datapoint that was found. A figure that is 0 may be left out."""

    datapoint: Datapoint
    distance: float = 0.0
    """From the dense vector of the query."""
    sparseDistance: float = 0.0  # noqa: N815
    """From its sparse one."""


class Nearest(BaseModel):
    """The answer to one query."""

    neighbors: list[Neighbor] = []


class Found(BaseModel):
    """Of `findNeighbors`."""

    nearestNeighbors: list[Nearest] = []  # noqa: N815


class Read(BaseModel):
    """Of `readIndexDatapoints`."""

    datapoints: list[Datapoint] = []
