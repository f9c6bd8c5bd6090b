# Vault, registry, files, manuals and cache have an address inside the network, and answer there under their own names.
locals {
  endpoints = {
    blob     = { of = azurerm_storage_account.manuals.id, part = "blob", zone = "privatelink.blob.core.windows.net" }
    file     = { of = azurerm_storage_account.home.id, part = "file", zone = "privatelink.file.core.windows.net" }
    redis    = { of = azurerm_managed_redis.main.id, part = "redisEnterprise", zone = "privatelink.redis.azure.net" }
    registry = { of = azurerm_container_registry.main.id, part = "registry", zone = "privatelink.azurecr.io" }
    vault    = { of = azurerm_key_vault.main.id, part = "vault", zone = "privatelink.vaultcore.azure.net" }
  }
}

resource "azurerm_private_dns_zone" "endpoint" {
  for_each            = local.endpoints
  name                = each.value.zone
  resource_group_name = azurerm_resource_group.main.name
  tags                = local.tags
}

resource "azurerm_private_dns_zone_virtual_network_link" "endpoint" {
  for_each              = local.endpoints
  name                  = each.key
  resource_group_name   = azurerm_resource_group.main.name
  private_dns_zone_name = azurerm_private_dns_zone.endpoint[each.key].name
  virtual_network_id    = azurerm_virtual_network.main.id
  tags                  = local.tags
}

resource "azurerm_private_endpoint" "inside" {
  for_each            = local.endpoints
  name                = "${var.name}-${each.key}"
  resource_group_name = azurerm_resource_group.main.name
  location            = var.location
  subnet_id           = azurerm_subnet.endpoints.id
  tags                = local.tags

  private_service_connection {
    name                           = each.key
    private_connection_resource_id = each.value.of
    subresource_names              = [each.value.part]
    is_manual_connection           = false
  }

  private_dns_zone_group {
    name                 = each.key
    private_dns_zone_ids = [azurerm_private_dns_zone.endpoint[each.key].id]
  }
}
