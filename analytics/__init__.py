"""Questions asked of the event tables; each takes a viewer's session first."""
