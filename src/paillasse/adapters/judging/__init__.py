"""Judges: DeepEval's metrics, asked of any language model, or worked out from golden cases."""
