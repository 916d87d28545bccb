"""Reading the X API: what to ask, page by page, within the budget, so that no read is paid twice."""
