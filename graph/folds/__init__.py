"""From flat solutions to rows: what belongs together is gathered, and names become labelled things."""
