locals {
  # Raise it to have every password made anew, also after a first run that broke off halfway: a password is known only
  # while it is written. Then start service, workers and index again.
  secret_version = 1

  database_url = join("", [
    "postgresql://paillasse:", ephemeral.random_password.made["database"].result,
    "@", azurerm_postgresql_flexible_server.main.fqdn, ":5432/", azurerm_postgresql_flexible_server_database.main.name,
    "?sslmode=require",
  ])
  redis_url = join("", [
    "rediss://:", urlencode(azurerm_managed_redis.main.default_database[0].primary_access_key),
    "@", azurerm_managed_redis.main.hostname, ":", azurerm_managed_redis.main.default_database[0].port, "/0",
  ])
  secrets = {
    PAILLASSE_DATABASE_URL = azurerm_key_vault_secret.database_url
    PAILLASSE_JWT_SECRET   = azurerm_key_vault_secret.jwt_secret
    PAILLASSE_QDRANT_KEY   = azurerm_key_vault_secret.index_key
    PAILLASSE_REDIS_URL    = azurerm_key_vault_secret.redis_url
  }
}

# Made while Terraform runs, written to the vault, and kept nowhere else: neither in the plan nor in the state.
ephemeral "random_password" "made" {
  for_each = toset(["database", "index", "jwt"])
  length   = 48
  special  = false # it stands in an address
}

resource "azurerm_key_vault" "main" {
  #checkov:skip=CKV_AZURE_189:closed but to the operators that are named
  name                          = var.name
  resource_group_name           = azurerm_resource_group.main.name
  location                      = var.location
  tenant_id                     = data.azurerm_client_config.this.tenant_id
  sku_name                      = "standard"
  rbac_authorization_enabled    = true
  purge_protection_enabled      = true
  soft_delete_retention_days    = 90
  public_network_access_enabled = length(var.operators) > 0
  tags                          = local.tags

  network_acls {
    bypass         = "AzureServices"
    default_action = "Deny"
    ip_rules       = var.operators
  }
}

resource "azurerm_key_vault_secret" "database_url" {
  name             = "database-url"
  key_vault_id     = azurerm_key_vault.main.id
  value_wo         = local.database_url
  value_wo_version = local.secret_version
  content_type     = "address with a password"
  expiration_date  = local.good_until
  depends_on       = [azurerm_role_assignment.terraform_secrets]
}

resource "azurerm_key_vault_secret" "index_key" {
  name             = "index-key"
  key_vault_id     = azurerm_key_vault.main.id
  value_wo         = ephemeral.random_password.made["index"].result
  value_wo_version = local.secret_version
  content_type     = "key"
  expiration_date  = local.good_until
  depends_on       = [azurerm_role_assignment.terraform_secrets]
}

resource "azurerm_key_vault_secret" "jwt_secret" {
  name             = "jwt-secret"
  key_vault_id     = azurerm_key_vault.main.id
  value_wo         = ephemeral.random_password.made["jwt"].result
  value_wo_version = local.secret_version
  content_type     = "key"
  expiration_date  = local.good_until
  depends_on       = [azurerm_role_assignment.terraform_secrets]
}

# Redis makes its key itself, and Terraform reads it back: the one secret that the state holds.
resource "azurerm_key_vault_secret" "redis_url" {
  name             = "redis-url"
  key_vault_id     = azurerm_key_vault.main.id
  value_wo         = local.redis_url
  value_wo_version = local.secret_version
  content_type     = "address with a password"
  expiration_date  = local.good_until
  depends_on       = [azurerm_role_assignment.terraform_secrets]
}

locals {
  good_until = "2028-01-01T00:00:00Z" # a reminder to raise `secret_version`: nothing stops on that day
}
