# They read manuals that were sent, and fetch those that are announced. A pool has no address: nothing can call it.
resource "google_cloud_run_v2_worker_pool" "workers" {
  provider            = google-beta # mount options, by which the image need not run as root
  name                = "paillasse-workers"
  location            = var.region
  deletion_protection = var.deletion_protection

  scaling {
    scaling_mode          = "MANUAL"
    manual_instance_count = var.workers
  }

  template {
    service_account = google_service_account.app.email

    vpc_access {
      egress = "PRIVATE_RANGES_ONLY"

      network_interfaces {
        network    = google_compute_network.main.id
        subnetwork = google_compute_subnetwork.run.id
      }
    }

    containers {
      image = var.image
      args  = ["worker"]

      resources {
        limits = { cpu = "2", memory = "4Gi" }
      }

      dynamic "env" {
        for_each = merge(local.settings, local.arrivals)

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

  depends_on = [
    google_project_service.used,
    google_pubsub_subscription_iam_member.arrivals,
    google_secret_manager_secret_iam_member.app,
    google_storage_bucket_iam_member.home,
    google_storage_bucket_iam_member.manuals,
  ]
}

locals {
  arrivals = {
    PAILLASSE_ARRIVALS_SUBSCRIPTION = google_pubsub_subscription.arrivals.id
    PAILLASSE_ARRIVALS_URL          = "gs://${google_storage_bucket.manuals.name}"
    PAILLASSE_ARRIVALS_COLLECTION   = var.collection
  }
}
