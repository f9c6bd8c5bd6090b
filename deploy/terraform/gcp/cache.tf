resource "google_redis_instance" "main" {
  name                    = "paillasse"
  tier                    = var.highly_available ? "STANDARD_HA" : "BASIC"
  memory_size_gb          = var.cache_gb
  redis_version           = "REDIS_7_2"
  auth_enabled            = true
  transit_encryption_mode = "SERVER_AUTHENTICATION"
  connect_mode            = "PRIVATE_SERVICE_ACCESS"
  authorized_network      = google_compute_network.main.id
  redis_configs           = { "maxmemory-policy" = "allkeys-lru" } # it is a cache: the oldest answers make room
  depends_on              = [google_service_networking_connection.managed]
}
