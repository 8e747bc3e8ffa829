"""Servers compared under one load: ours and others, in turns, medians quoted."""
