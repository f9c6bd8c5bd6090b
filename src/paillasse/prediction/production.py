"""Which escalation model predicts: the one that was promoted last in this home, or the one that ships."""

from __future__ import annotations

import logging

from paillasse.errors.models import ModelUnavailable
from paillasse.prediction.escalation import EscalationModel
from paillasse.protocols.trained_models import ModelStore

ESCALATION = "escalation"
"""Name that it is kept and registered under."""

_log = logging.getLogger(__name__)


async def escalation_in_production(store: ModelStore) -> EscalationModel:
    """The model in production. One that another version of Paillasse trained gives way to the one that ships.

    Raises:
        ModelUnavailable: the one that ships cannot be read.
        StorageError: the store cannot be read.
    """
    kept = await store.production(ESCALATION)
    if kept is not None:
        try:
            return EscalationModel.parse(kept.body, f"The escalation model {kept.version}")
        except ModelUnavailable as error:
            _log.warning("%s The model that ships predicts instead. %s", error, error.hint)
    return EscalationModel.load()
