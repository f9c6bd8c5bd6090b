"""Training of the reranker: golden questions with what they find, weights learnt from pairs of passages, figures."""
