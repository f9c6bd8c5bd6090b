locals {
  # Raise it to have every password made anew, also after a first run that broke off halfway: a password is known only
  # while it is written. Then start service, workers and index again.
  secret_version = 1

  made = toset(["database", "index", "jwt"])

  database_url = join("", [
    "postgresql://", google_sql_user.main.name, ":", ephemeral.random_password.made["database"].result,
    "@", google_sql_database_instance.main.private_ip_address, ":5432/", google_sql_database.main.name,
    "?sslmode=require",
  ])
  redis_url = join("", [
    "rediss://:", google_redis_instance.main.auth_string, "@", google_redis_instance.main.host, ":",
    google_redis_instance.main.port, "/0?ssl_ca_certs=${local.redis_ca}/ca.pem&ssl_check_hostname=false",
  ])
  redis_ca = "/etc/redis-ca"
}

# Made while Terraform runs, written to Secret Manager, and kept nowhere else: neither in the plan nor in the state.
ephemeral "random_password" "made" {
  for_each = local.made
  length   = 48
  special  = false # it stands in an address
}

resource "google_secret_manager_secret" "kept" {
  for_each   = toset(["database-url", "index-key", "jwt-secret", "redis-ca", "redis-url"])
  secret_id  = "paillasse-${each.key}"
  depends_on = [google_project_service.used]

  replication {
    user_managed {
      replicas {
        location = var.region
      }
    }
  }
}

resource "google_secret_manager_secret_version" "database_url" {
  secret                 = google_secret_manager_secret.kept["database-url"].id
  secret_data_wo         = local.database_url
  secret_data_wo_version = local.secret_version
}

resource "google_secret_manager_secret_version" "index_key" {
  secret                 = google_secret_manager_secret.kept["index-key"].id
  secret_data_wo         = ephemeral.random_password.made["index"].result
  secret_data_wo_version = local.secret_version
}

resource "google_secret_manager_secret_version" "jwt_secret" {
  secret                 = google_secret_manager_secret.kept["jwt-secret"].id
  secret_data_wo         = ephemeral.random_password.made["jwt"].result
  secret_data_wo_version = local.secret_version
}

# Memorystore makes its password itself, and Terraform reads it back: the one secret that the state holds.
resource "google_secret_manager_secret_version" "redis_url" {
  secret                 = google_secret_manager_secret.kept["redis-url"].id
  secret_data_wo         = local.redis_url
  secret_data_wo_version = local.secret_version
}

resource "google_secret_manager_secret_version" "redis_ca" {
  secret      = google_secret_manager_secret.kept["redis-ca"].id
  secret_data = join("\n", google_redis_instance.main.server_ca_certs[*].cert)
}
