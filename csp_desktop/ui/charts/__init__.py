"""Charts: pyqtgraph lives here and nowhere else, and is imported when a chart is first shown."""
