"""The night watch: which patterns deserve that somebody is woken, which posts are silent, where to look first."""
