resource "google_service_account" "app" {
  account_id   = "paillasse-app"
  display_name = "Service, workers and jobs of Paillasse"
  depends_on   = [google_project_service.used]
}

resource "google_service_account" "index" {
  account_id   = "paillasse-index"
  display_name = "Index machine of Paillasse"
  depends_on   = [google_project_service.used]
}

resource "google_service_account" "scheduler" {
  account_id   = "paillasse-scheduler"
  display_name = "Starts the jobs of Paillasse"
  depends_on   = [google_project_service.used]
}

# Each secret to whom it is for.
resource "google_secret_manager_secret_iam_member" "app" {
  for_each  = google_secret_manager_secret.kept
  secret_id = each.value.id
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.app.member
}

resource "google_secret_manager_secret_iam_member" "index" {
  secret_id = google_secret_manager_secret.kept["index-key"].id
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.index.member
}

resource "google_storage_bucket_iam_member" "manuals" {
  bucket = google_storage_bucket.manuals.name
  role   = "roles/storage.objectViewer"
  member = google_service_account.app.member
}

resource "google_storage_bucket_iam_member" "home" {
  bucket = google_storage_bucket.home.name
  role   = "roles/storage.objectUser"
  member = google_service_account.app.member
}

# Gemini and the embedding models: to ask them, and nothing else of Vertex AI.
resource "google_project_iam_custom_role" "predictor" {
  role_id     = "paillassePredictor"
  title       = "Asks models on Vertex AI"
  permissions = ["aiplatform.endpoints.predict"]
}

resource "google_project_iam_member" "predictor" {
  project = var.project
  role    = google_project_iam_custom_role.predictor.id
  member  = google_service_account.app.member
}

resource "google_artifact_registry_repository_iam_member" "index" {
  repository = google_artifact_registry_repository.docker_hub.name
  location   = var.region
  role       = "roles/artifactregistry.reader"
  member     = google_service_account.index.member
}

resource "google_project_iam_member" "index_logs" {
  project = var.project
  role    = "roles/logging.logWriter"
  member  = google_service_account.index.member
}

resource "google_pubsub_topic_iam_member" "bucket" {
  topic  = google_pubsub_topic.arrivals.id
  role   = "roles/pubsub.publisher"
  member = data.google_storage_project_service_account.this.member
}

resource "google_pubsub_subscription_iam_member" "arrivals" {
  subscription = google_pubsub_subscription.arrivals.name
  role         = "roles/pubsub.subscriber"
  member       = google_service_account.app.member
}

# Pub/Sub itself moves what cannot be delivered.
resource "google_pubsub_topic_iam_member" "undelivered" {
  topic  = google_pubsub_topic.undelivered.id
  role   = "roles/pubsub.publisher"
  member = local.pubsub
}

resource "google_pubsub_subscription_iam_member" "undelivered" {
  subscription = google_pubsub_subscription.arrivals.name
  role         = "roles/pubsub.subscriber"
  member       = local.pubsub
}

resource "google_cloud_run_v2_service_iam_member" "invokers" {
  for_each = var.invokers
  name     = google_cloud_run_v2_service.app.name
  location = var.region
  role     = "roles/run.invoker"
  member   = each.key
}

resource "google_cloud_run_v2_job_iam_member" "scheduler" {
  name     = google_cloud_run_v2_job.ingest.name
  location = var.region
  role     = "roles/run.invoker"
  member   = google_service_account.scheduler.member
}

locals {
  pubsub = "serviceAccount:service-${data.google_project.this.number}@gcp-sa-pubsub.iam.gserviceaccount.com"
}
