# What answers. Its address is known beforehand, for it stands in its own settings and in those of Pub/Sub.
locals {
  name = "paillasse"
  url  = "https://${local.name}-${data.google_project.this.number}.${var.region}.run.app"
  home = "/var/lib/paillasse"
  user = 10001 # of the image

  # As whom the bucket's files appear; and what one process writes, another sees at once.
  home_options = ["uid=${local.user}", "gid=${local.user}", "file-mode=600", "dir-mode=700", "metadata-cache-ttl-secs=0"]

  settings = merge(local.index, {
    PAILLASSE_HOME            = local.home
    PAILLASSE_GOOGLE_PROJECT  = var.project
    PAILLASSE_GOOGLE_REGION   = var.region
    PAILLASSE_PUBLIC_URL      = local.url
    PAILLASSE_TRUSTED_PROXIES = "169.254.0.0/16" # the front end of Cloud Run, as a container sees it
    PAILLASSE_WORKER          = "false"
  })
  secrets = {
    PAILLASSE_DATABASE_URL = google_secret_manager_secret_version.database_url
    PAILLASSE_JWT_SECRET   = google_secret_manager_secret_version.jwt_secret
    PAILLASSE_QDRANT_KEY   = google_secret_manager_secret_version.index_key
    PAILLASSE_REDIS_URL    = google_secret_manager_secret_version.redis_url
  }
}

resource "google_cloud_run_v2_service" "app" {
  provider             = google-beta # mount options, by which the image need not run as root
  name                 = local.name
  location             = var.region
  ingress              = "INGRESS_TRAFFIC_ALL"
  invoker_iam_disabled = false
  deletion_protection  = var.deletion_protection

  template {
    service_account                  = google_service_account.app.email
    execution_environment            = "EXECUTION_ENVIRONMENT_GEN2"
    max_instance_request_concurrency = 40 # the product itself queues beyond eight questions, and says when it is full
    timeout                          = "1800s"

    scaling {
      min_instance_count = var.instances.min
      max_instance_count = var.instances.max
    }

    vpc_access {
      egress = "PRIVATE_RANGES_ONLY"

      network_interfaces {
        network    = google_compute_network.main.id
        subnetwork = google_compute_subnetwork.run.id
      }
    }

    containers {
      image = var.image
      args  = ["serve", "--host", "0.0.0.0", "--port", "8000"]

      ports {
        container_port = 8000
      }

      resources {
        cpu_idle          = true # nothing is worked on between requests: ingestion is left to workers
        startup_cpu_boost = true
        limits            = { cpu = "2", memory = "2Gi" }
      }

      startup_probe {
        period_seconds    = 5
        failure_threshold = 24

        http_get {
          path = "/readyz"
        }
      }

      liveness_probe {
        period_seconds = 30

        http_get {
          path = "/livez"
        }
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

  depends_on = [
    google_project_service.used,
    google_secret_manager_secret_iam_member.app,
    google_storage_bucket_iam_member.home,
  ]
}
