resource "azurerm_user_assigned_identity" "app" {
  name                = "${var.name}-app"
  resource_group_name = azurerm_resource_group.main.name
  location            = var.location
  tags                = local.tags
}

resource "azurerm_user_assigned_identity" "index" {
  name                = "${var.name}-index"
  resource_group_name = azurerm_resource_group.main.name
  location            = var.location
  tags                = local.tags
}

# Whoever runs Terraform writes secrets, and reads none of them.
resource "azurerm_role_assignment" "terraform_secrets" {
  scope                = azurerm_key_vault.main.id
  role_definition_name = "Key Vault Secrets Officer"
  principal_id         = data.azurerm_client_config.this.object_id
}

# Each secret to whom it is for.
resource "azurerm_role_assignment" "app_secrets" {
  for_each             = local.secrets
  scope                = each.value.resource_versionless_id
  role_definition_name = "Key Vault Secrets User"
  principal_id         = azurerm_user_assigned_identity.app.principal_id
}

resource "azurerm_role_assignment" "index_secret" {
  scope                = azurerm_key_vault_secret.index_key.resource_versionless_id
  role_definition_name = "Key Vault Secrets User"
  principal_id         = azurerm_user_assigned_identity.index.principal_id
}

resource "azurerm_role_assignment" "images" {
  for_each = {
    app   = azurerm_user_assigned_identity.app.principal_id
    index = azurerm_user_assigned_identity.index.principal_id
  }

  scope                = azurerm_container_registry.main.id
  role_definition_name = "AcrPull"
  principal_id         = each.value
}

resource "azurerm_role_assignment" "manuals" {
  scope                = azurerm_storage_container.manuals.id
  role_definition_name = "Storage Blob Data Reader"
  principal_id         = azurerm_user_assigned_identity.app.principal_id
}
