locals {
  # Names under which Google's services answer inside the network, and only there.
  google_zones = { apis = "googleapis.com.", registry = "pkg.dev." }
}

resource "google_dns_managed_zone" "google" {
  for_each    = local.google_zones
  name        = "paillasse-${each.key}"
  dns_name    = each.value
  description = "Google's services at addresses that need no way to the internet"
  visibility  = "private"

  private_visibility_config {
    networks {
      network_url = google_compute_network.main.id
    }
  }
}

resource "google_dns_record_set" "address" {
  for_each     = local.google_zones
  managed_zone = google_dns_managed_zone.google[each.key].name
  name         = each.key == "apis" ? "private.${each.value}" : each.value
  type         = "A"
  ttl          = 300
  rrdatas      = ["199.36.153.8", "199.36.153.9", "199.36.153.10", "199.36.153.11"]
}

resource "google_dns_record_set" "alias" {
  for_each     = local.google_zones
  managed_zone = google_dns_managed_zone.google[each.key].name
  name         = "*.${each.value}"
  type         = "CNAME"
  ttl          = 300
  rrdatas      = [google_dns_record_set.address[each.key].name]
}
