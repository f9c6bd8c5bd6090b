subscription      = "00000000-0000-0000-0000-000000000000"
name              = "mylaboratory"
image             = "mylaboratory.azurecr.io/paillasse@sha256:0000000000000000000000000000000000000000000000000000000000000000"
administrator_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEXAMPLE on-call@example.org"
operators         = ["203.0.113.7/32"]
alert_email       = "on-call@example.org"
budget            = { monthly = 900, from = "2026-12-01" }
