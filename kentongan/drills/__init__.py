"""A drill: the office plays a made-up kabupaten, apart from everything real."""
