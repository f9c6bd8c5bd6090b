# Flatcar brings Docker along: the machine needs nothing of the internet, and has no way to it.
resource "azurerm_marketplace_agreement" "flatcar" {
  publisher = "kinvolk"
  offer     = "flatcar-container-linux-free"
  plan      = "stable-gen2"
}

resource "azurerm_network_interface" "index" {
  name                = "${var.name}-index"
  resource_group_name = azurerm_resource_group.main.name
  location            = var.location
  tags                = local.tags

  ip_configuration {
    name                          = "inside"
    subnet_id                     = azurerm_subnet.index.id
    private_ip_address_allocation = "Static"
    private_ip_address            = local.index_address
  }
}

resource "azurerm_managed_disk" "index" {
  #checkov:skip=CKV_AZURE_93:encrypted by keys that Azure keeps
  name                          = "${var.name}-index"
  resource_group_name           = azurerm_resource_group.main.name
  location                      = var.location
  storage_account_type          = "Premium_LRS" # Qdrant needs a block device: no network file system will do
  create_option                 = "Empty"
  disk_size_gb                  = var.index_disk_gb
  public_network_access_enabled = false
  network_access_policy         = "DenyAll"
  tags                          = local.tags

  lifecycle {
    prevent_destroy = true # the index can be rebuilt from the files, but that takes hours
  }
}

resource "azurerm_linux_virtual_machine" "index" {
  name                            = "${var.name}-index"
  resource_group_name             = azurerm_resource_group.main.name
  location                        = var.location
  size                            = var.index_machine
  network_interface_ids           = [azurerm_network_interface.index.id]
  admin_username                  = "core"
  disable_password_authentication = true
  allow_extension_operations      = false
  encryption_at_host_enabled      = true
  secure_boot_enabled             = false # the free image is not signed
  tags                            = local.tags

  custom_data = base64encode(jsonencode({
    ignition = { version = "3.3.0" }
    storage = {
      files = [{
        path     = "/etc/qdrant/prepare.sh"
        mode     = 384 # 0600
        contents = { source = "data:;base64,${base64encode(local.prepare)}" }
      }]
    }
    systemd = { units = [{ name = "qdrant.service", enabled = true, contents = local.unit }] }
  }))

  admin_ssh_key {
    username   = "core"
    public_key = var.administrator_key
  }

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.index.id]
  }

  os_disk {
    caching              = "ReadWrite"
    storage_account_type = "StandardSSD_LRS"
  }

  plan {
    publisher = azurerm_marketplace_agreement.flatcar.publisher
    product   = azurerm_marketplace_agreement.flatcar.offer
    name      = azurerm_marketplace_agreement.flatcar.plan
  }

  source_image_reference {
    publisher = azurerm_marketplace_agreement.flatcar.publisher
    offer     = azurerm_marketplace_agreement.flatcar.offer
    sku       = azurerm_marketplace_agreement.flatcar.plan
    version   = "latest"
  }

  depends_on = [
    azurerm_private_endpoint.inside,
    azurerm_role_assignment.images,
    azurerm_role_assignment.index_secret,
  ]
}

resource "azurerm_virtual_machine_data_disk_attachment" "index" {
  managed_disk_id    = azurerm_managed_disk.index.id
  virtual_machine_id = azurerm_linux_virtual_machine.index.id
  lun                = 0
  caching            = "None"
}

locals {
  index_address = cidrhost(azurerm_subnet.index.address_prefixes[0], 5)

  unit = templatefile("${path.module}/index/qdrant.service", {
    image = "${azurerm_container_registry.main.login_server}/${var.index_image}"
  })
  prepare = templatefile("${path.module}/index/prepare.sh", {
    identity = azurerm_user_assigned_identity.index.client_id
    registry = azurerm_container_registry.main.login_server
    secret   = azurerm_key_vault_secret.index_key.versionless_id
  })
}
