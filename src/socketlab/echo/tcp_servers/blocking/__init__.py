"""Models whose recv() and send() wait: each conversation has its own flow."""
