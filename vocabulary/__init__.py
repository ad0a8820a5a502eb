"""Terms, topics, objectives, sources, and how words are spelled and found."""
