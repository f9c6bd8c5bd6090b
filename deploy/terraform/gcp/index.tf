data "google_compute_image" "cos" {
  family  = "cos-stable"
  project = "cos-cloud"
}

resource "google_compute_disk" "index" {
  #checkov:skip=CKV_GCP_37:encrypted by keys that Google keeps
  name = "paillasse-index"
  type = "pd-balanced" # Qdrant needs a block device: no network file system will do
  zone = local.zone
  size = var.index_disk_gb

  lifecycle {
    prevent_destroy = true # the index can be rebuilt from the files, but that takes hours
  }
}

resource "google_compute_resource_policy" "index" {
  name = "paillasse-index-daily"

  snapshot_schedule_policy {
    schedule {
      daily_schedule {
        days_in_cycle = 1
        start_time    = "02:00"
      }
    }

    retention_policy {
      max_retention_days    = 7
      on_source_disk_delete = "KEEP_AUTO_SNAPSHOTS"
    }
  }
}

resource "google_compute_disk_resource_policy_attachment" "index" {
  name = google_compute_resource_policy.index.name
  disk = google_compute_disk.index.name
  zone = local.zone
}

resource "google_compute_instance" "index" {
  #checkov:skip=CKV_GCP_38:encrypted by keys that Google keeps
  name                      = "paillasse-index"
  machine_type              = var.index_machine
  zone                      = local.zone
  allow_stopping_for_update = true
  deletion_protection       = var.deletion_protection
  depends_on                = [google_dns_record_set.alias, google_compute_firewall.index_google]

  boot_disk {
    initialize_params {
      image = data.google_compute_image.cos.self_link
      size  = 10
    }
  }

  attached_disk {
    source      = google_compute_disk.index.self_link
    device_name = "index"
  }

  network_interface {
    subnetwork = google_compute_subnetwork.index.id # and no address on the internet
    network_ip = local.index_address
  }

  service_account {
    email  = google_service_account.index.email
    scopes = ["cloud-platform"] # what it may do, its roles say
  }

  shielded_instance_config {
    enable_secure_boot          = true
    enable_vtpm                 = true
    enable_integrity_monitoring = true
  }

  metadata = {
    block-project-ssh-keys = "true"
    google-logging-enabled = "true"
    user-data = templatefile("${path.module}/index/cloud-init.yaml", {
      image    = "${local.docker_hub}/${var.index_image}"
      registry = "${var.region}-docker.pkg.dev"
      secret   = google_secret_manager_secret.kept["index-key"].id
    })
  }

  lifecycle {
    ignore_changes = [boot_disk[0].initialize_params[0].image] # it updates itself; a new family member is no reason
  }
}

locals {
  zone          = "${var.region}-b"
  index_address = cidrhost(google_compute_subnetwork.index.ip_cidr_range, 5)
  docker_hub    = "${var.region}-docker.pkg.dev/${var.project}/${google_artifact_registry_repository.docker_hub.repository_id}"
}
