resource "azurerm_log_analytics_workspace" "main" {
  name                = var.name
  resource_group_name = azurerm_resource_group.main.name
  location            = var.location
  sku                 = "PerGB2018"
  retention_in_days   = var.log_days
  daily_quota_gb      = 1 # a log that runs away costs no more than this
  tags                = local.tags
}

resource "azurerm_application_insights" "main" {
  name                = var.name
  resource_group_name = azurerm_resource_group.main.name
  location            = var.location
  workspace_id        = azurerm_log_analytics_workspace.main.id
  application_type    = "web"
  tags                = local.tags
}

resource "azurerm_application_insights_standard_web_test" "ready" {
  name                    = "${var.name}-ready"
  resource_group_name     = azurerm_resource_group.main.name
  location                = var.location
  application_insights_id = azurerm_application_insights.main.id
  geo_locations           = ["emea-nl-ams-azr", "emea-gb-db3-azr", "emea-fr-pra-edge", "emea-ch-zrh-edge", "emea-se-sto-edge"]
  frequency               = 300
  timeout                 = 30
  enabled                 = true
  retry_enabled           = true
  tags                    = local.tags

  request {
    url = "${local.url}/readyz"
  }

  validation_rules {
    expected_status_code        = 200
    ssl_check_enabled           = true
    ssl_cert_remaining_lifetime = 7
  }
}

resource "azurerm_monitor_action_group" "mail" {
  name                = var.name
  resource_group_name = azurerm_resource_group.main.name
  short_name          = "paillasse"
  tags                = local.tags

  email_receiver {
    name                    = "on-call"
    email_address           = var.alert_email
    use_common_alert_schema = true
  }
}

resource "azurerm_monitor_metric_alert" "ready" {
  name                = "${var.name}-ready"
  resource_group_name = azurerm_resource_group.main.name
  scopes              = [azurerm_application_insights_standard_web_test.ready.id, azurerm_application_insights.main.id]
  description         = "/readyz fails from two places"
  severity            = 1
  frequency           = "PT1M"
  window_size         = "PT5M"
  tags                = local.tags

  application_insights_web_test_location_availability_criteria {
    web_test_id           = azurerm_application_insights_standard_web_test.ready.id
    component_id          = azurerm_application_insights.main.id
    failed_location_count = 2
  }

  action {
    action_group_id = azurerm_monitor_action_group.mail.id
  }
}

# Who did what to vault, database, firewall and manuals.
resource "azurerm_monitor_diagnostic_setting" "audit" {
  for_each = {
    database   = azurerm_postgresql_flexible_server.main.id
    front-door = azurerm_cdn_frontdoor_profile.main.id
    manuals    = "${azurerm_storage_account.manuals.id}/blobServices/default"
    vault      = azurerm_key_vault.main.id
  }

  name                       = "audit"
  target_resource_id         = each.value
  log_analytics_workspace_id = azurerm_log_analytics_workspace.main.id

  enabled_log {
    category_group = "allLogs"
  }
}

resource "azurerm_consumption_budget_resource_group" "month" {
  name              = var.name
  resource_group_id = azurerm_resource_group.main.id
  amount            = var.budget.monthly
  time_grain        = "Monthly"

  time_period {
    start_date = "${var.budget.from}T00:00:00Z"
  }

  dynamic "notification" {
    for_each = [50, 90, 100]

    content {
      operator       = "GreaterThanOrEqualTo"
      threshold      = notification.value
      contact_emails = [var.alert_email]
    }
  }
}
