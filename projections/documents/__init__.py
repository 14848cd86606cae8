"""Documents of cases, known by their digest; their files stay in a folder or an object store."""
