"""Figures for each country, from one selector, on screen and in exports."""
