"""Staged cases with papers, decisions and a debrief."""
