# Azure Managed Redis: Azure Cache for Redis is retired, and no new one can be made since October 2026.
resource "azurerm_managed_redis" "main" {
  name                      = var.name
  resource_group_name       = azurerm_resource_group.main.name
  location                  = var.location
  sku_name                  = var.cache_sku
  high_availability_enabled = var.highly_available
  public_network_access     = "Disabled"
  tags                      = local.tags

  default_database {
    access_keys_authentication_enabled = true
    client_protocol                    = "Encrypted"
    clustering_policy                  = "EnterpriseCluster" # one address for all shards: clients need not know
    eviction_policy                    = "AllKeysLRU"
  }
}
