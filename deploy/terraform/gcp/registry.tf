resource "google_artifact_registry_repository" "images" {
  #checkov:skip=CKV_GCP_84:encrypted by keys that Google keeps
  repository_id = "paillasse"
  location      = var.region
  format        = "DOCKER"
  description   = "Images of Paillasse, pushed by continuous integration"
  depends_on    = [google_project_service.used]

  docker_config {
    immutable_tags = true
  }

  cleanup_policies {
    id     = "keep-the-last"
    action = "KEEP"

    most_recent_versions {
      keep_count = 10
    }
  }

  cleanup_policies {
    id     = "drop-the-old"
    action = "DELETE"

    condition {
      older_than = "7776000s" # 90 days
    }
  }
}

# The index machine has no way to the internet: Docker Hub comes to it through here.
resource "google_artifact_registry_repository" "docker_hub" {
  #checkov:skip=CKV_GCP_84:encrypted by keys that Google keeps
  repository_id = "docker-hub"
  location      = var.region
  format        = "DOCKER"
  mode          = "REMOTE_REPOSITORY"
  description   = "Copies of images on Docker Hub"
  depends_on    = [google_project_service.used]

  remote_repository_config {
    docker_repository {
      public_repository = "DOCKER_HUB"
    }
  }
}
