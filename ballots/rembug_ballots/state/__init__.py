"""The fold over events.  Source: docs/formats.md, "State"."""

from rembug_ballots.state.blobs import BlobSource, MappingBlobs, name_of
from rembug_ballots.state.fold import ElectionState

__all__ = ["BlobSource", "ElectionState", "MappingBlobs", "name_of"]
