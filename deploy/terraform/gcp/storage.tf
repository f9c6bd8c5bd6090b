# People and programs put manuals here; each that arrives is announced (notifications.tf).
resource "google_storage_bucket" "manuals" {
  name                        = "${var.project}-paillasse-manuals"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = false
  depends_on                  = [google_project_service.used]

  versioning {
    enabled = true
  }

  lifecycle_rule {
    condition {
      num_newer_versions         = 3
      days_since_noncurrent_time = 30
    }

    action {
      type = "Delete"
    }
  }

  logging {
    log_bucket        = google_storage_bucket.access_logs.name
    log_object_prefix = "manuals"
  }
}

# The home that service, workers and jobs share, mounted by Cloud Run. Folders are real in it: renaming one is atomic.
resource "google_storage_bucket" "home" {
  #checkov:skip=CKV_GCP_78:buckets with real folders have no versions; soft delete keeps what is removed for 7 days
  name                        = "${var.project}-paillasse-home"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = false
  depends_on                  = [google_project_service.used]

  hierarchical_namespace {
    enabled = true
  }

  soft_delete_policy {
    retention_duration_seconds = 604800
  }

  logging {
    log_bucket        = google_storage_bucket.access_logs.name
    log_object_prefix = "home"
  }
}

resource "google_storage_bucket" "access_logs" {
  #checkov:skip=CKV_GCP_62:this is where access is logged to
  #checkov:skip=CKV_GCP_78:nothing is ever replaced here
  name                        = "${var.project}-paillasse-access"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  depends_on                  = [google_project_service.used]

  lifecycle_rule {
    condition {
      age = var.log_days
    }

    action {
      type = "Delete"
    }
  }
}

resource "google_storage_bucket_iam_member" "access_logs" {
  bucket = google_storage_bucket.access_logs.name
  role   = "roles/storage.objectCreator"
  member = "group:cloud-storage-analytics@google.com"
}
