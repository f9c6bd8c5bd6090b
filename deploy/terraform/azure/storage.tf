# People and programs put manuals here.
resource "azurerm_storage_account" "manuals" {
  #checkov:skip=CKV_AZURE_206:three zones of one region; data does not leave it
  #checkov:skip=CKV_AZURE_33:there are no queues in it
  #checkov:skip=CKV2_AZURE_1:encrypted by keys that Azure keeps
  name                            = "${var.name}manuals"
  resource_group_name             = azurerm_resource_group.main.name
  location                        = var.location
  account_tier                    = "Standard"
  account_replication_type        = "ZRS"
  min_tls_version                 = "TLS1_2"
  shared_access_key_enabled       = false
  default_to_oauth_authentication = true
  allow_nested_items_to_be_public = false
  local_user_enabled              = false
  public_network_access_enabled   = length(var.operators) > 0
  tags                            = local.tags

  blob_properties {
    versioning_enabled = true

    delete_retention_policy {
      days = 30
    }

    container_delete_retention_policy {
      days = 30
    }
  }

  network_rules {
    default_action = "Deny"
    bypass         = ["AzureServices"]
    ip_rules       = var.operators
  }

  sas_policy {
    expiration_period = "00.01:00:00"
  }
}

resource "azurerm_storage_container" "manuals" {
  #checkov:skip=CKV2_AZURE_21:monitoring.tf logs who reads
  name                  = "manuals"
  storage_account_id    = azurerm_storage_account.manuals.id
  container_access_type = "private"
}

# The home that service, workers and jobs share: files with the rules of POSIX, over NFS, inside the network only.
resource "azurerm_storage_account" "home" {
  #checkov:skip=CKV_AZURE_206:three zones of one region; data does not leave it
  #checkov:skip=CKV2_AZURE_1:encrypted by keys that Azure keeps
  #checkov:skip=CKV2_AZURE_38:there are no blobs in it; `paillasse backup` keeps what is deleted
  name                            = "${var.name}home"
  resource_group_name             = azurerm_resource_group.main.name
  location                        = var.location
  account_kind                    = "FileStorage"
  account_tier                    = "Premium"
  account_replication_type        = "ZRS"
  https_traffic_only_enabled      = false # NFS has no HTTPS; who is not in the network cannot speak to it
  min_tls_version                 = "TLS1_2"
  shared_access_key_enabled       = false
  allow_nested_items_to_be_public = false
  local_user_enabled              = false
  public_network_access_enabled   = false
  tags                            = local.tags

  network_rules {
    default_action = "Deny"
  }
}

resource "azurerm_storage_share" "home" {
  name               = "home"
  storage_account_id = azurerm_storage_account.home.id
  quota              = 100
  enabled_protocol   = "NFS"
}
