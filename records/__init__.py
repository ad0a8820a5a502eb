"""The learner ledger: append-only lines from which everything else is read."""
