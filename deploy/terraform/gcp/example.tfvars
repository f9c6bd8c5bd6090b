project     = "my-laboratory"
image       = "europe-west1-docker.pkg.dev/my-laboratory/paillasse/paillasse@sha256:0000000000000000000000000000000000000000000000000000000000000000"
alert_email = "on-call@example.org"
budget      = { billing_account = "000000-000000-000000", monthly = 300, currency = "EUR" }
