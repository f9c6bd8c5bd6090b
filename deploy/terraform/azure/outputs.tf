output "url" {
  description = "Where Paillasse is."
  value       = local.url
}

output "registry" {
  description = "Where continuous integration pushes images."
  value       = azurerm_container_registry.main.login_server
}

output "manuals" {
  description = "The container that manuals are put in."
  value       = local.arrivals
}

output "job" {
  description = "The job that runs any command: az containerapp job start --name … --args …"
  value       = azurerm_container_app_job.ingest.name
}

output "deployer" {
  description = "As whom the service connection deploys: its client id."
  value       = one(azurerm_user_assigned_identity.deployer[*].client_id)
}
