"""An identity provider that speaks OpenID Connect."""
