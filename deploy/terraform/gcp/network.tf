resource "google_compute_network" "main" {
  name                    = "paillasse"
  auto_create_subnetworks = false
  depends_on              = [google_project_service.used]
}

# Cloud Run takes addresses of it directly: no connector that runs, and costs, all the time.
resource "google_compute_subnetwork" "run" {
  name                     = "paillasse-run"
  network                  = google_compute_network.main.id
  ip_cidr_range            = "10.10.0.0/24"
  private_ip_google_access = true

  log_config {
    aggregation_interval = "INTERVAL_10_MIN"
    flow_sampling        = 0.1
    metadata             = "INCLUDE_ALL_METADATA"
  }
}

resource "google_compute_subnetwork" "index" {
  name                     = "paillasse-index"
  network                  = google_compute_network.main.id
  ip_cidr_range            = "10.10.1.0/28"
  private_ip_google_access = true # the registry, Secret Manager and logging, without an address on the internet

  log_config {
    aggregation_interval = "INTERVAL_10_MIN"
    flow_sampling        = 0.1
    metadata             = "INCLUDE_ALL_METADATA"
  }
}

# Database and cache live in a network of Google's that is joined to this one.
resource "google_compute_global_address" "managed" {
  name          = "paillasse-managed"
  network       = google_compute_network.main.id
  purpose       = "VPC_PEERING"
  address_type  = "INTERNAL"
  prefix_length = 20
}

resource "google_service_networking_connection" "managed" {
  network                 = google_compute_network.main.id
  service                 = "servicenetworking.googleapis.com"
  reserved_peering_ranges = [google_compute_global_address.managed.name]
}

# Nothing else comes in: a network refuses what no rule lets through.
resource "google_compute_firewall" "index" {
  name                    = "paillasse-index"
  network                 = google_compute_network.main.id
  direction               = "INGRESS"
  source_ranges           = [google_compute_subnetwork.run.ip_cidr_range]
  target_service_accounts = [google_service_account.index.email]

  allow {
    protocol = "tcp"
    ports    = ["6333"]
  }

  log_config {
    metadata = "EXCLUDE_ALL_METADATA"
  }
}

resource "google_compute_firewall" "index_out" {
  name                    = "paillasse-index-out"
  network                 = google_compute_network.main.id
  direction               = "EGRESS"
  priority                = 65000
  destination_ranges      = ["0.0.0.0/0"]
  target_service_accounts = [google_service_account.index.email]

  deny {
    protocol = "all"
  }

  log_config {
    metadata = "EXCLUDE_ALL_METADATA"
  }
}

# private.googleapis.com: the only addresses that the index machine may speak to.
resource "google_compute_firewall" "index_google" {
  name                    = "paillasse-index-google"
  network                 = google_compute_network.main.id
  direction               = "EGRESS"
  priority                = 1000
  destination_ranges      = ["199.36.153.8/30"]
  target_service_accounts = [google_service_account.index.email]

  allow {
    protocol = "tcp"
    ports    = ["443"]
  }

  log_config {
    metadata = "EXCLUDE_ALL_METADATA"
  }
}
