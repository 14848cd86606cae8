"""The payment specification (betaalspecificatie): what an employer gets with every payment. Start with `build.py`."""
