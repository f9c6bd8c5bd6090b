"""How the bilingual embedder is made: data, vocabulary, distillation, soup, export. Needs the `training` extra."""
