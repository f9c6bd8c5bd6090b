resource "google_sql_database_instance" "main" {
  #checkov:skip=CKV_GCP_6:ssl_mode refuses what is not encrypted
  #checkov:skip=CKV_GCP_79:17 is the version that the product is tested with
  #checkov:skip=CKV2_GCP_13:durations would come with the statements
  name                = "paillasse"
  database_version    = "POSTGRES_17"
  deletion_protection = var.deletion_protection
  depends_on          = [google_service_networking_connection.managed]

  settings {
    tier                        = var.database_tier
    edition                     = "ENTERPRISE"
    availability_type           = var.highly_available ? "REGIONAL" : "ZONAL"
    disk_size                   = 10
    disk_autoresize             = true
    deletion_protection_enabled = var.deletion_protection

    ip_configuration {
      ipv4_enabled    = false
      private_network = google_compute_network.main.id
      ssl_mode        = "ENCRYPTED_ONLY"
    }

    backup_configuration {
      enabled                        = true
      point_in_time_recovery_enabled = true
      transaction_log_retention_days = 7

      backup_retention_settings {
        retained_backups = 14
      }
    }

    maintenance_window {
      day  = 7
      hour = 3
    }

    insights_config {
      query_insights_enabled = true
    }

    # What the CIS benchmark asks of PostgreSQL; statements stay out of the log, since they hold what people asked.
    database_flags {
      name  = "cloudsql.enable_pgaudit"
      value = "on"
    }

    database_flags {
      name  = "log_checkpoints"
      value = "on"
    }

    database_flags {
      name  = "log_connections"
      value = "on"
    }

    database_flags {
      name  = "log_disconnections"
      value = "on"
    }

    database_flags {
      name  = "log_hostname"
      value = "on"
    }

    database_flags {
      name  = "log_lock_waits"
      value = "on"
    }

    database_flags {
      name  = "log_min_duration_statement"
      value = "-1"
    }

    database_flags {
      name  = "log_min_error_statement"
      value = "error"
    }

    database_flags {
      name  = "log_min_messages"
      value = "error"
    }

    database_flags {
      name  = "log_statement"
      value = "ddl"
    }

    database_flags {
      name  = "log_temp_files"
      value = "0"
    }
  }
}

resource "google_sql_database" "main" {
  name     = "paillasse"
  instance = google_sql_database_instance.main.name
}

resource "google_sql_user" "main" {
  name                = "paillasse"
  instance            = google_sql_database_instance.main.name
  password_wo         = ephemeral.random_password.made["database"].result
  password_wo_version = local.secret_version
}
