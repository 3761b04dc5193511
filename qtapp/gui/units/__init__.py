"""Chi bộ trực thuộc: the units below a committee."""
