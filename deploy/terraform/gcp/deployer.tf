# As whom GitHub's workflow deploys, without a key: it shows the token of its run, and only runs of this repository in its
# environment `production` are believed. It may exchange the image of what is there, and nothing else.
resource "google_iam_workload_identity_pool" "deployers" {
  count                     = local.deployed
  workload_identity_pool_id = "paillasse-deployers"
  display_name              = "Who deploys Paillasse"
  depends_on                = [google_project_service.used]
}

resource "google_iam_workload_identity_pool_provider" "github" {
  #checkov:skip=CKV_GCP_125:it reads the repository as it is by default, empty: then there is no provider
  count                              = local.deployed
  workload_identity_pool_id          = google_iam_workload_identity_pool.deployers[0].workload_identity_pool_id
  workload_identity_pool_provider_id = "github"
  attribute_condition                = "assertion.sub == '${local.run}'"
  attribute_mapping                  = { "google.subject" = "assertion.sub" }

  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}

resource "google_service_account" "deployer" {
  count        = local.deployed
  account_id   = "paillasse-deployer"
  display_name = "Deploys Paillasse"
  depends_on   = [google_project_service.used]
}

resource "google_service_account_iam_member" "github" {
  count              = local.deployed
  service_account_id = google_service_account.deployer[0].name
  role               = "roles/iam.workloadIdentityUser"
  member             = "principal://iam.googleapis.com/${google_iam_workload_identity_pool.deployers[0].name}/subject/${local.run}"
}

# What it deploys runs as another account, which it has to be allowed to name.
resource "google_service_account_iam_member" "deployer" {
  count              = local.deployed
  service_account_id = google_service_account.app.name
  role               = "roles/iam.serviceAccountUser"
  member             = google_service_account.deployer[0].member
}

resource "google_artifact_registry_repository_iam_member" "deployer" {
  count      = local.deployed
  repository = google_artifact_registry_repository.images.name
  location   = var.region
  role       = "roles/artifactregistry.writer"
  member     = google_service_account.deployer[0].member
}

resource "google_cloud_run_v2_service_iam_member" "deployer" {
  count    = local.deployed
  name     = google_cloud_run_v2_service.app.name
  location = var.region
  role     = "roles/run.developer"
  member   = google_service_account.deployer[0].member
}

resource "google_cloud_run_v2_worker_pool_iam_member" "deployer" {
  count    = local.deployed
  name     = google_cloud_run_v2_worker_pool.workers.name
  location = var.region
  role     = "roles/run.developer"
  member   = google_service_account.deployer[0].member
}

resource "google_cloud_run_v2_job_iam_member" "deployer" {
  count    = local.deployed
  name     = google_cloud_run_v2_job.ingest.name
  location = var.region
  role     = "roles/run.developer"
  member   = google_service_account.deployer[0].member
}

locals {
  deployed = var.repository == "" ? 0 : 1
  run      = "repo:${var.repository}:environment:production"
}
