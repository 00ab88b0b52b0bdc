"""The ledger of published addresses, and the check of a built site against it."""
