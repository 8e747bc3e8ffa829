"""The words of an experiment, and the record of one run."""
