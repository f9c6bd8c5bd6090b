"""How good an answer is, by what is known of the question: what is judged, formulas, and the seam to judges."""
