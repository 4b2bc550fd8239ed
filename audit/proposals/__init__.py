"""The model pass: a language model proposes which sentence claims what; code grounds it, states equations and judges them."""
