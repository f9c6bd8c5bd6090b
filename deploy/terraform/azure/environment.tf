resource "azurerm_container_app_environment" "main" {
  name                       = var.name
  resource_group_name        = azurerm_resource_group.main.name
  location                   = var.location
  infrastructure_subnet_id   = azurerm_subnet.apps.id
  logs_destination           = "log-analytics"
  log_analytics_workspace_id = azurerm_log_analytics_workspace.main.id
  public_network_access      = "Disabled" # Front Door comes in by Private Link (front_door.tf)
  mutual_tls_enabled         = true
  tags                       = local.tags

  workload_profile {
    name                  = "Consumption"
    workload_profile_type = "Consumption"
  }
}

resource "azurerm_container_app_environment_storage" "home" {
  name                         = "home"
  container_app_environment_id = azurerm_container_app_environment.main.id
  nfs_server_url               = azurerm_storage_account.home.primary_file_host
  share_name                   = "/${azurerm_storage_account.home.name}/${azurerm_storage_share.home.name}"
  access_mode                  = "ReadWrite"
  depends_on                   = [azurerm_private_endpoint.inside]
}

locals {
  home = "/var/lib/paillasse"
  url  = var.public_url != "" ? var.public_url : "https://${azurerm_cdn_frontdoor_endpoint.main.host_name}"

  settings = {
    AZURE_CLIENT_ID           = azurerm_user_assigned_identity.app.client_id # which identity it shows for manuals
    PAILLASSE_HOME            = local.home
    PAILLASSE_PUBLIC_URL      = local.url
    PAILLASSE_QDRANT_URL      = "http://${local.index_address}:6333"
    PAILLASSE_TRUSTED_PROXIES = var.trusted_proxies
    PAILLASSE_WORKER          = "false"
  }
}
