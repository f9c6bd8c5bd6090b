# Vertex AI Vector Search as the index, where `vector_search` is true. It answers at an address that the internet reaches
# and IAM guards: its private addresses speak gRPC only, and the product does not.
resource "google_vertex_ai_index" "passages" {
  count               = local.vector_search
  region              = var.region
  display_name        = "paillasse"
  description         = "Passages of manuals, by meaning and by words"
  index_update_method = "STREAM_UPDATE" # what was read can be found seconds later
  depends_on          = [google_project_service.used]

  metadata {
    config {
      dimensions                  = var.vector_dimensions
      distance_measure_type       = "DOT_PRODUCT_DISTANCE"
      feature_norm_type           = "UNIT_L2_NORM"
      approximate_neighbors_count = 300
      shard_size                  = "SHARD_SIZE_SMALL" # 2 GiB: some 800,000 passages of 384 numbers

      algorithm_config {
        tree_ah_config {
          leaf_node_embedding_count    = 1000
          leaf_nodes_to_search_percent = 20
        }
      }
    }
  }
}

resource "google_vertex_ai_index_endpoint" "passages" {
  #checkov:skip=CKV2_GCP_34:see above
  count                   = local.vector_search
  region                  = var.region
  display_name            = "paillasse"
  public_endpoint_enabled = true
  depends_on              = [google_project_service.used]
}

resource "google_vertex_ai_index_endpoint_deployed_index" "passages" {
  count             = local.vector_search
  region            = var.region
  index             = google_vertex_ai_index.passages[0].id
  index_endpoint    = google_vertex_ai_index_endpoint.passages[0].id
  deployed_index_id = "paillasse"
  display_name      = "paillasse"

  dedicated_resources {
    min_replica_count = var.highly_available ? 2 : 1
    max_replica_count = 4

    machine_spec {
      machine_type = "e2-standard-2" # the smallest, and enough for a small shard
    }
  }
}

# To write into this kind of index and to ask it, and nothing else of Vertex AI.
resource "google_project_iam_custom_role" "searcher" {
  count   = local.vector_search
  role_id = "paillasseSearcher"
  title   = "Writes and asks an index of Vertex AI Vector Search"

  permissions = [
    "aiplatform.indexEndpoints.get",
    "aiplatform.indexEndpoints.queryVectors",
    "aiplatform.indexes.get",
    "aiplatform.indexes.update",
  ]
}

resource "google_project_iam_member" "searcher" {
  count   = local.vector_search
  project = var.project
  role    = google_project_iam_custom_role.searcher[0].id
  member  = google_service_account.app.member
}

locals {
  vector_search = var.vector_search ? 1 : 0

  # Where passages are: there, or on the machine of Qdrant, which stays beside it as the way back.
  index = var.vector_search ? {
    PAILLASSE_VECTOR_SEARCH = join("/", [
      google_vertex_ai_index_endpoint.passages[0].id,
      "deployedIndexes", google_vertex_ai_index_endpoint_deployed_index.passages[0].deployed_index_id,
    ])
    } : {
    PAILLASSE_QDRANT_URL = "http://${google_compute_instance.index.network_interface[0].network_ip}:6333"
  }
}
