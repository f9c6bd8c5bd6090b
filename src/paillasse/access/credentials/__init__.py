"""What proves who somebody is: passwords, access tokens, refresh tokens, the key they are signed with."""
