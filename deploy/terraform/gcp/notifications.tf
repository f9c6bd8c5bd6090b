# A manual arrives in the bucket → Pub/Sub → a worker fetches it and makes a durable job of it.
data "google_storage_project_service_account" "this" {
  depends_on = [google_project_service.used]
}

resource "google_pubsub_topic" "arrivals" {
  #checkov:skip=CKV_GCP_83:encrypted by keys that Google keeps
  name       = "paillasse-arrivals"
  depends_on = [google_project_service.used]

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }
}

resource "google_pubsub_topic" "undelivered" {
  #checkov:skip=CKV_GCP_83:encrypted by keys that Google keeps
  name       = "paillasse-undelivered"
  depends_on = [google_project_service.used]

  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }
}

resource "google_storage_notification" "arrivals" {
  bucket         = google_storage_bucket.manuals.name
  topic          = google_pubsub_topic.arrivals.id
  payload_format = "NONE" # bucket, name and generation are attributes
  event_types    = ["OBJECT_FINALIZE"]
  depends_on     = [google_pubsub_topic_iam_member.bucket]
}

resource "google_pubsub_subscription" "arrivals" {
  name                       = "paillasse-arrivals"
  topic                      = google_pubsub_topic.arrivals.id
  ack_deadline_seconds       = 600 # a few files are fetched meanwhile
  message_retention_duration = "604800s"

  expiration_policy {
    ttl = "" # never
  }

  retry_policy {
    minimum_backoff = "10s"
    maximum_backoff = "600s"
  }

  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.undelivered.id
    max_delivery_attempts = 10
  }
}

# What could not be delivered waits here for a person; the job of the next night takes it in anyway.
resource "google_pubsub_subscription" "undelivered" {
  name                       = "paillasse-undelivered"
  topic                      = google_pubsub_topic.undelivered.id
  message_retention_duration = "604800s"

  expiration_policy {
    ttl = ""
  }
}
