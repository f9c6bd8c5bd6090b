"""The pipeline as MLflow loads it: questions in, cited answers out, from the manuals of PAILLASSE_HOME."""

# MLflow keeps this file with the model and runs it where the model is loaded; there Paillasse is installed.

from pathlib import Path
from typing import Any

from mlflow.models import set_model  # pyright: ignore[reportUnknownVariableType] - MLflow does not say
from mlflow.pyfunc.model import PythonModel, PythonModelContext

from paillasse.model_serving import answer_all


class AnsweringModel(PythonModel):
    """Asks each question alone."""

    # MLflow reads the annotations; of what an answer holds it would only say that it cannot check it.
    def predict(  # pyright: ignore[reportIncompatibleMethodOverride] - the base says it returns nothing
        self, context: PythonModelContext, model_input: list[str], params: dict[str, Any] | None = None
    ):
        """An answer, or a refusal, for each question."""
        del params
        artifacts: dict[str, str] = context.artifacts
        return answer_all(Path(artifacts["config"]), model_input)


set_model(AnsweringModel())
