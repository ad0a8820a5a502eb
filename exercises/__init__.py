"""The question bank, the pure grading core, attempts and their steps."""
