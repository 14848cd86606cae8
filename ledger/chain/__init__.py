"""What others are told in numbered deliveries: the chain of wage values, CBS of subsidies (process step C5)."""
