# They read manuals that were sent to the service.
resource "azurerm_container_app" "workers" {
  name                         = "${var.name}-workers"
  resource_group_name          = azurerm_resource_group.main.name
  container_app_environment_id = azurerm_container_app_environment.main.id
  revision_mode                = "Single"
  workload_profile_name        = "Consumption"
  tags                         = local.tags

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.app.id]
  }

  registry {
    server   = azurerm_container_registry.main.login_server
    identity = azurerm_user_assigned_identity.app.id
  }

  dynamic "secret" {
    for_each = local.secrets

    content {
      name                = secret.value.name
      key_vault_secret_id = secret.value.versionless_id
      identity            = azurerm_user_assigned_identity.app.id
    }
  }

  template {
    min_replicas                     = var.workers
    max_replicas                     = var.workers
    termination_grace_period_seconds = 60

    container {
      name   = "paillasse"
      image  = var.image
      args   = ["worker"]
      cpu    = 2
      memory = "4Gi"

      dynamic "env" {
        for_each = local.settings

        content {
          name  = env.key
          value = env.value
        }
      }

      dynamic "env" {
        for_each = local.secrets

        content {
          name        = env.key
          secret_name = env.value.name
        }
      }

      volume_mounts {
        name = "home"
        path = local.home
      }
    }

    volume {
      name         = "home"
      storage_name = azurerm_container_app_environment_storage.home.name
      storage_type = "NfsAzureFile"
    }
  }

  depends_on = [
    azurerm_private_endpoint.inside,
    azurerm_role_assignment.app_secrets,
    azurerm_role_assignment.images,
  ]
}

# Looks for manuals that have arrived in the container. Other commands run in it too: docs/how-to/deploy-on-azure.md.
resource "azurerm_container_app_job" "ingest" {
  name                         = "${var.name}-ingest"
  resource_group_name          = azurerm_resource_group.main.name
  location                     = var.location
  container_app_environment_id = azurerm_container_app_environment.main.id
  workload_profile_name        = "Consumption"
  replica_timeout_in_seconds   = 21600
  replica_retry_limit          = 1
  tags                         = local.tags

  identity {
    type         = "UserAssigned"
    identity_ids = [azurerm_user_assigned_identity.app.id]
  }

  registry {
    server   = azurerm_container_registry.main.login_server
    identity = azurerm_user_assigned_identity.app.id
  }

  dynamic "secret" {
    for_each = local.secrets

    content {
      name                = secret.value.name
      key_vault_secret_id = secret.value.versionless_id
      identity            = azurerm_user_assigned_identity.app.id
    }
  }

  schedule_trigger_config {
    cron_expression = "*/15 * * * *"
  }

  template {
    container {
      name   = "paillasse"
      image  = var.image
      args   = ["ingest", local.arrivals, "--collection", var.collection]
      cpu    = 2
      memory = "4Gi"

      dynamic "env" {
        for_each = local.settings

        content {
          name  = env.key
          value = env.value
        }
      }

      dynamic "env" {
        for_each = local.secrets

        content {
          name        = env.key
          secret_name = env.value.name
        }
      }

      volume_mounts {
        name = "home"
        path = local.home
      }
    }

    volume {
      name         = "home"
      storage_name = azurerm_container_app_environment_storage.home.name
      storage_type = "NfsAzureFile"
    }
  }

  depends_on = [
    azurerm_private_endpoint.inside,
    azurerm_role_assignment.app_secrets,
    azurerm_role_assignment.images,
    azurerm_role_assignment.manuals,
  ]
}

locals {
  arrivals = "az://${azurerm_storage_account.manuals.name}/${azurerm_storage_container.manuals.name}"
}
