"""The load on a chat room: members who join, speak and check what they hear."""
