"""Who measures the wage value (loonwaardebepaling), under whose supervision, and what a report must hold."""
