"""Settings → parts that work: the one place that knows adapters and storage together."""
