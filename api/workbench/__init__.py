"""The workbench as it is served: pages, modules, styles, and what draws charts in a browser."""
