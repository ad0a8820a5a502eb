"""Partner countries, institutions and status facts with source and date."""
