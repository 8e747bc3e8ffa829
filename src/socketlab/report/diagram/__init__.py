"""The state diagram with the evidence of many runs behind every arrow."""
