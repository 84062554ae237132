"""Places: codes, versions, hierarchy, neighbours, geometry."""
