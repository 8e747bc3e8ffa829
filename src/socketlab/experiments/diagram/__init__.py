"""The whole state diagram: pages that hold each state still and take each arrow."""
