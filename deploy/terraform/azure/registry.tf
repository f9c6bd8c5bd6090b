resource "azurerm_container_registry" "main" {
  #checkov:skip=CKV_AZURE_164:images are signed by cosign; Notary 1 is at its end
  #checkov:skip=CKV_AZURE_166:images are scanned before they are pushed
  #checkov:skip=CKV_AZURE_165:one region is all that this runs in
  #checkov:skip=CKV_AZURE_233:zones cost nothing more, but not every region has them
  name                          = var.name
  resource_group_name           = azurerm_resource_group.main.name
  location                      = var.location
  sku                           = "Premium" # the only one with an address inside the network
  admin_enabled                 = false
  anonymous_pull_enabled        = false
  public_network_access_enabled = length(var.operators) > 0
  data_endpoint_enabled         = true
  retention_policy_in_days      = 30
  tags                          = local.tags

  network_rule_set {
    default_action = "Deny"

    dynamic "ip_rule" {
      for_each = var.operators

      content {
        action   = "Allow"
        ip_range = ip_rule.value
      }
    }
  }
}
