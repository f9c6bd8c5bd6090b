resource "azurerm_cdn_frontdoor_profile" "main" {
  name                     = var.name
  resource_group_name      = azurerm_resource_group.main.name
  sku_name                 = "Premium_AzureFrontDoor" # Private Link and the rules that Microsoft keeps need it
  response_timeout_seconds = 240
  tags                     = local.tags
}

resource "azurerm_cdn_frontdoor_endpoint" "main" {
  name                     = var.name
  cdn_frontdoor_profile_id = azurerm_cdn_frontdoor_profile.main.id
  tags                     = local.tags
}

resource "azurerm_cdn_frontdoor_origin_group" "main" {
  name                     = "service"
  cdn_frontdoor_profile_id = azurerm_cdn_frontdoor_profile.main.id

  health_probe {
    protocol            = "Https"
    path                = "/readyz"
    request_type        = "GET"
    interval_in_seconds = 60
  }

  load_balancing {}
}

resource "azurerm_cdn_frontdoor_origin" "main" {
  name                           = "service"
  cdn_frontdoor_origin_group_id  = azurerm_cdn_frontdoor_origin_group.main.id
  host_name                      = azurerm_container_app.service.ingress[0].fqdn
  origin_host_header             = azurerm_container_app.service.ingress[0].fqdn
  certificate_name_check_enabled = true
  enabled                        = true

  private_link {
    location               = var.location
    private_link_target_id = azurerm_container_app_environment.main.id
    target_type            = "managedEnvironments"
    request_message        = "Front Door of Paillasse"
  }
}

resource "azurerm_cdn_frontdoor_route" "main" {
  name                          = "all"
  cdn_frontdoor_endpoint_id     = azurerm_cdn_frontdoor_endpoint.main.id
  cdn_frontdoor_origin_group_id = azurerm_cdn_frontdoor_origin_group.main.id
  cdn_frontdoor_origin_ids      = [azurerm_cdn_frontdoor_origin.main.id]
  patterns_to_match             = ["/*"]
  supported_protocols           = ["Http", "Https"]
  https_redirect_enabled        = true
  forwarding_protocol           = "HttpsOnly"
}

resource "azurerm_cdn_frontdoor_firewall_policy" "main" {
  name                = var.name
  resource_group_name = azurerm_resource_group.main.name
  sku_name            = azurerm_cdn_frontdoor_profile.main.sku_name
  mode                = "Prevention"
  tags                = local.tags

  managed_rule {
    type    = "Microsoft_DefaultRuleSet"
    version = "2.1"
    action  = "Block"

    # Manuals are sent as they are: what stands in them is no attack on anybody.
    exclusion {
      match_variable = "RequestBodyPostArgNames"
      operator       = "Equals"
      selector       = "file"
    }
  }

  managed_rule {
    type    = "Microsoft_BotManagerRuleSet"
    version = "1.1"
    action  = "Block"
  }

  custom_rule {
    name                           = "TooManyFromOne"
    type                           = "RateLimitRule"
    action                         = "Block"
    priority                       = 10
    rate_limit_duration_in_minutes = 1
    rate_limit_threshold           = 1000

    match_condition {
      match_variable     = "RequestUri"
      operator           = "RegEx"
      match_values       = [".*"]
      negation_condition = false
    }
  }

  # For Prometheus, inside the network.
  custom_rule {
    name     = "NoMetrics"
    type     = "MatchRule"
    action   = "Block"
    priority = 20

    match_condition {
      match_variable = "RequestUri"
      operator       = "RegEx"
      match_values   = ["^https?://[^/]+(:[0-9]+)?/metrics"]
      transforms     = ["Lowercase"]
    }
  }
}

resource "azurerm_cdn_frontdoor_security_policy" "main" {
  name                     = "firewall"
  cdn_frontdoor_profile_id = azurerm_cdn_frontdoor_profile.main.id

  security_policies {
    firewall {
      cdn_frontdoor_firewall_policy_id = azurerm_cdn_frontdoor_firewall_policy.main.id

      association {
        patterns_to_match = ["/*"]

        domain {
          cdn_frontdoor_domain_id = azurerm_cdn_frontdoor_endpoint.main.id
        }
      }
    }
  }
}
