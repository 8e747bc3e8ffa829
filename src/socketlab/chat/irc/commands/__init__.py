"""What a registered client can say: one file for each family of commands."""
