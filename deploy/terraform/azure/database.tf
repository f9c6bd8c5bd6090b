resource "azurerm_private_dns_zone" "database" {
  name                = "${var.name}.private.postgres.database.azure.com"
  resource_group_name = azurerm_resource_group.main.name
  tags                = local.tags
}

resource "azurerm_private_dns_zone_virtual_network_link" "database" {
  name                  = "database"
  resource_group_name   = azurerm_resource_group.main.name
  private_dns_zone_name = azurerm_private_dns_zone.database.name
  virtual_network_id    = azurerm_virtual_network.main.id
  tags                  = local.tags
}

resource "azurerm_postgresql_flexible_server" "main" {
  #checkov:skip=CKV2_AZURE_57:it stands in the network itself
  name                              = var.name
  resource_group_name               = azurerm_resource_group.main.name
  location                          = var.location
  version                           = "17"
  sku_name                          = var.database_sku
  storage_mb                        = 32768
  auto_grow_enabled                 = true
  backup_retention_days             = 14
  geo_redundant_backup_enabled      = true
  public_network_access_enabled     = false
  delegated_subnet_id               = azurerm_subnet.database.id
  private_dns_zone_id               = azurerm_private_dns_zone.database.id
  administrator_login               = "paillasse"
  administrator_password_wo         = ephemeral.random_password.made["database"].result
  administrator_password_wo_version = local.secret_version
  tags                              = local.tags
  depends_on                        = [azurerm_private_dns_zone_virtual_network_link.database]

  dynamic "high_availability" {
    for_each = var.highly_available ? ["ZoneRedundant"] : []

    content {
      mode = high_availability.value
    }
  }

  maintenance_window {
    day_of_week = 0
    start_hour  = 3
  }

  lifecycle {
    ignore_changes = [zone, high_availability[0].standby_availability_zone] # they change places at a failover
  }
}

resource "azurerm_postgresql_flexible_server_database" "main" {
  name      = "paillasse"
  server_id = azurerm_postgresql_flexible_server.main.id
  collation = "en_US.utf8"
  charset   = "UTF8"

  lifecycle {
    prevent_destroy = true
  }
}

resource "azurerm_postgresql_flexible_server_configuration" "set" {
  for_each = {
    "connection_throttle.enable" = "on"
    "log_checkpoints"            = "on"
    "log_connections"            = "on"
    "log_disconnections"         = "on"
    "require_secure_transport"   = "on"
  }

  name      = each.key
  value     = each.value
  server_id = azurerm_postgresql_flexible_server.main.id
}
