# As whom a pipeline of Azure DevOps deploys, without a key: its service connection shows a token that Azure believes.
resource "azurerm_user_assigned_identity" "deployer" {
  count               = local.deployed
  name                = "${var.name}-deployer"
  resource_group_name = azurerm_resource_group.main.name
  location            = var.location
  tags                = local.tags
}

resource "azurerm_federated_identity_credential" "deployer" {
  count               = local.deployed
  name                = "service-connection"
  resource_group_name = azurerm_resource_group.main.name
  parent_id           = azurerm_user_assigned_identity.deployer[0].id
  audience            = ["api://AzureADTokenExchange"]
  issuer              = var.deployer.issuer
  subject             = var.deployer.subject
}

# To exchange the image of what is there, and nothing else: no secret can be read with it, nor a log.
resource "azurerm_role_definition" "deployer" {
  count = local.deployed
  name  = "${var.name}-deployer"
  scope = azurerm_resource_group.main.id

  permissions {
    actions = [
      "Microsoft.App/containerApps/read",
      "Microsoft.App/containerApps/revisions/read",
      "Microsoft.App/containerApps/write",
      "Microsoft.App/jobs/read",
      "Microsoft.App/jobs/write",
      "Microsoft.App/managedEnvironments/join/action",
      "Microsoft.App/managedEnvironments/read",
      "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action",
    ]
  }
}

resource "azurerm_role_assignment" "deployer" {
  count              = local.deployed
  scope              = azurerm_resource_group.main.id
  role_definition_id = azurerm_role_definition.deployer[0].role_definition_resource_id
  principal_id       = azurerm_user_assigned_identity.deployer[0].principal_id
}

resource "azurerm_role_assignment" "deployer_images" {
  count                = local.deployed
  scope                = azurerm_container_registry.main.id
  role_definition_name = "AcrPush"
  principal_id         = azurerm_user_assigned_identity.deployer[0].principal_id
}

locals {
  deployed = var.deployer == null ? 0 : 1
}
