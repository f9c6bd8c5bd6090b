resource "azurerm_virtual_network" "main" {
  name                = var.name
  resource_group_name = azurerm_resource_group.main.name
  location            = var.location
  address_space       = ["10.20.0.0/20"]
  tags                = local.tags
}

resource "azurerm_subnet" "apps" {
  #checkov:skip=CKV2_AZURE_31:Container Apps guards it: its environment has no door but Private Link
  name                 = "apps"
  resource_group_name  = azurerm_resource_group.main.name
  virtual_network_name = azurerm_virtual_network.main.name
  address_prefixes     = ["10.20.0.0/23"]

  delegation {
    name = "apps"

    service_delegation {
      name    = "Microsoft.App/environments"
      actions = ["Microsoft.Network/virtualNetworks/subnets/join/action"]
    }
  }
}

resource "azurerm_subnet" "database" {
  name                 = "database"
  resource_group_name  = azurerm_resource_group.main.name
  virtual_network_name = azurerm_virtual_network.main.name
  address_prefixes     = ["10.20.2.0/28"]

  delegation {
    name = "database"

    service_delegation {
      name    = "Microsoft.DBforPostgreSQL/flexibleServers"
      actions = ["Microsoft.Network/virtualNetworks/subnets/join/action"]
    }
  }
}

resource "azurerm_subnet" "endpoints" {
  name                              = "endpoints"
  resource_group_name               = azurerm_resource_group.main.name
  virtual_network_name              = azurerm_virtual_network.main.name
  address_prefixes                  = ["10.20.2.64/26"]
  private_endpoint_network_policies = "Enabled" # the rules below hold for endpoints too
  default_outbound_access_enabled   = false
}

resource "azurerm_subnet" "index" {
  name                            = "index"
  resource_group_name             = azurerm_resource_group.main.name
  virtual_network_name            = azurerm_virtual_network.main.name
  address_prefixes                = ["10.20.2.128/28"]
  default_outbound_access_enabled = false
}

resource "azurerm_network_security_group" "inside" {
  for_each            = local.doors
  name                = "${var.name}-${each.key}"
  resource_group_name = azurerm_resource_group.main.name
  location            = var.location
  tags                = local.tags

  dynamic "security_rule" {
    for_each = each.value

    content {
      name                       = security_rule.key
      priority                   = 100
      direction                  = "Inbound"
      access                     = "Allow"
      protocol                   = "Tcp"
      source_port_range          = "*"
      source_address_prefixes    = security_rule.value.from
      destination_port_ranges    = security_rule.value.ports
      destination_address_prefix = "*"
    }
  }

  security_rule {
    name                       = "nothing-else"
    priority                   = 4000
    direction                  = "Inbound"
    access                     = "Deny"
    protocol                   = "*"
    source_port_range          = "*"
    source_address_prefix      = "*"
    destination_port_range     = "*"
    destination_address_prefix = "*"
  }
}

locals {
  apps_range  = azurerm_subnet.apps.address_prefixes
  index_range = azurerm_subnet.index.address_prefixes

  # What may come into each subnet.
  doors = {
    index = {
      questions = { from = local.apps_range, ports = ["6333"] }
    }
    database = {
      apps = { from = concat(local.apps_range, azurerm_subnet.database.address_prefixes), ports = ["5432"] }
    }
    endpoints = {
      apps = { from = concat(local.apps_range, local.index_range), ports = ["443", "2049", "10000"] }
    }
  }
}

resource "azurerm_subnet_network_security_group_association" "database" {
  subnet_id                 = azurerm_subnet.database.id
  network_security_group_id = azurerm_network_security_group.inside["database"].id
}

resource "azurerm_subnet_network_security_group_association" "index" {
  subnet_id                 = azurerm_subnet.index.id
  network_security_group_id = azurerm_network_security_group.inside["index"].id
}

resource "azurerm_subnet_network_security_group_association" "endpoints" {
  subnet_id                 = azurerm_subnet.endpoints.id
  network_security_group_id = azurerm_network_security_group.inside["endpoints"].id
}
