# What answers.
resource "azurerm_container_app" "service" {
  name                         = "${var.name}-service"
  resource_group_name          = azurerm_resource_group.main.name
  container_app_environment_id = azurerm_container_app_environment.main.id
  revision_mode                = "Single" # the next revision takes over once it is ready
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

  ingress {
    external_enabled           = true # beyond its own neighbours: to Private Link, the environment itself has no door
    target_port                = 8000
    transport                  = "http"
    allow_insecure_connections = false

    traffic_weight {
      latest_revision = true
      percentage      = 100
    }
  }

  template {
    min_replicas                     = var.instances.min
    max_replicas                     = var.instances.max
    termination_grace_period_seconds = 40

    http_scale_rule {
      name                = "questions"
      concurrent_requests = "8" # what a process works on at once
    }

    container {
      name   = "paillasse"
      image  = var.image
      args   = ["serve", "--host", "0.0.0.0", "--port", "8000"]
      cpu    = 2
      memory = "4Gi"

      startup_probe {
        transport               = "HTTP"
        port                    = 8000
        path                    = "/readyz"
        interval_seconds        = 5
        failure_count_threshold = 24
      }

      readiness_probe {
        transport        = "HTTP"
        port             = 8000
        path             = "/readyz"
        interval_seconds = 10
      }

      liveness_probe {
        transport        = "HTTP"
        port             = 8000
        path             = "/livez"
        interval_seconds = 30
      }

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
