"""What the page knows: chats, their turns, the articles of the library."""
