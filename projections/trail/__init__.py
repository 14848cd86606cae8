"""The audit trail: every entry in a plain sentence, and what it rests on."""
