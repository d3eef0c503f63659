"""What lies on disk: generations, texts, vectors, words, and how each is read and written."""
