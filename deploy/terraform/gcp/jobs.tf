# Takes in whatever the notifications missed. Other commands run in it too: docs/how-to/deploy-on-google-cloud.md.
resource "google_cloud_run_v2_job" "ingest" {
  provider            = google-beta # mount options, by which the image need not run as root
  name                = "paillasse-ingest"
  location            = var.region
  deletion_protection = var.deletion_protection

  template {
    task_count = 1

    template {
      service_account       = google_service_account.app.email
      execution_environment = "EXECUTION_ENVIRONMENT_GEN2"
      max_retries           = 1
      timeout               = "21600s"

      vpc_access {
        egress = "PRIVATE_RANGES_ONLY"

        network_interfaces {
          network    = google_compute_network.main.id
          subnetwork = google_compute_subnetwork.run.id
        }
      }

      containers {
        image = var.image
        args  = ["ingest", "gs://${google_storage_bucket.manuals.name}", "--collection", var.collection]

        resources {
          limits = { cpu = "2", memory = "4Gi" }
        }

        dynamic "env" {
          for_each = local.settings

          content {
            name  = env.key
            value = env.value
          }
        }

        dynamic "env" {
          for_each = local.secrets

          content {
            name = env.key

            value_source {
              secret_key_ref {
                secret  = env.value.secret
                version = env.value.version
              }
            }
          }
        }

        volume_mounts {
          name       = "home"
          mount_path = local.home
        }

        volume_mounts {
          name       = "redis-ca"
          mount_path = local.redis_ca
        }
      }

      volumes {
        name = "home"

        gcs {
          bucket        = google_storage_bucket.home.name
          read_only     = false
          mount_options = local.home_options
        }
      }

      volumes {
        name = "redis-ca"

        secret {
          secret       = google_secret_manager_secret.kept["redis-ca"].secret_id
          default_mode = 292 # 0444

          items {
            version = google_secret_manager_secret_version.redis_ca.version
            path    = "ca.pem"
          }
        }
      }
    }
  }

  depends_on = [
    google_project_service.used,
    google_secret_manager_secret_iam_member.app,
    google_storage_bucket_iam_member.home,
    google_storage_bucket_iam_member.manuals,
  ]
}

resource "google_cloud_scheduler_job" "ingest" {
  name        = "paillasse-ingest"
  region      = var.region
  description = "Looks each night for manuals whose arrival was missed"
  schedule    = "30 1 * * *"
  time_zone   = "Etc/UTC"
  depends_on  = [google_project_service.used]

  http_target {
    http_method = "POST"
    uri         = "https://run.googleapis.com/v2/${google_cloud_run_v2_job.ingest.id}:run"

    oauth_token {
      service_account_email = google_service_account.scheduler.email
    }
  }
}
