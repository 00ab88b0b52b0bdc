"""The ledger of published addresses, and the audit of a built site."""
