"""Who the author is: the record, its checks, the directive and the card."""
