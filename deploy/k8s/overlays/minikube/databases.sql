-- Beside the database of the manuals: that of experiments and releases.
CREATE DATABASE mlflow;
