"""How a chat room reaches everyone."""
