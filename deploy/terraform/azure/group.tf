resource "azurerm_resource_group" "main" {
  name     = var.name
  location = var.location
  tags     = local.tags
}

resource "azurerm_management_lock" "data" {
  for_each = {
    database = azurerm_postgresql_flexible_server.main.id
    home     = azurerm_storage_account.home.id
    manuals  = azurerm_storage_account.manuals.id
  }

  name       = "data"
  scope      = each.value
  lock_level = "CanNotDelete"
  notes      = "It holds data. Remove the lock first."
}

data "azurerm_client_config" "this" {}

locals {
  tags = { app = "paillasse" }
}
