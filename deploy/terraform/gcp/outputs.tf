output "url" {
  description = "Where Paillasse is."
  value       = google_cloud_run_v2_service.app.uri
}

output "registry" {
  description = "Where continuous integration pushes images."
  value       = "${var.region}-docker.pkg.dev/${var.project}/${google_artifact_registry_repository.images.repository_id}"
}

output "manuals" {
  description = "The bucket that manuals are put in."
  value       = "gs://${google_storage_bucket.manuals.name}"
}

output "job" {
  description = "The job that runs any command: gcloud run jobs execute NAME --args=…"
  value       = google_cloud_run_v2_job.ingest.name
}

output "deployer" {
  description = "As whom the workflow of `repository` deploys: GOOGLE_DEPLOYER."
  value       = one(google_service_account.deployer[*].email)
}

output "identity_provider" {
  description = "Who believes that workflow: GOOGLE_IDENTITY_PROVIDER."
  value       = one(google_iam_workload_identity_pool_provider.github[*].name)
}
