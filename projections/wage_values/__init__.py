"""What the chain (DKD, UWV) is told of wage values: periods as known at a position, and every change once (docs/wage-values.md)."""
