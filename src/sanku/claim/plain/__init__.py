"""Plain messages: those in which nothing has to be interpreted, read into structs and judged without building facts."""
