variable "project" {
  type        = string
  description = "Id of the Google Cloud project; one of its own, so that access and cost are told apart."

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project))
    error_message = "A project id has 6 to 30 lower-case letters, digits and hyphens, and begins with a letter."
  }
}

variable "region" {
  type        = string
  description = "Where everything runs and all data stays."
  default     = "europe-west1"

  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+$", var.region))
    error_message = "A region is written as in europe-west1."
  }
}

variable "image" {
  type        = string
  description = "The image of Paillasse in the registry of this project, by digest: REGION-docker.pkg.dev/…@sha256:…"

  validation {
    condition     = can(regex("@sha256:[0-9a-f]{64}$", var.image))
    error_message = "Name the image by its digest (@sha256:…): what runs is then what was tested."
  }
}

variable "index_image" {
  type        = string
  description = "Qdrant 1.16 or newer on Docker Hub, without the host: qdrant/qdrant:vX.Y.Z-unprivileged, or by digest."
  default     = "qdrant/qdrant:v1.16.0-unprivileged"

  validation {
    condition     = can(regex("^qdrant/qdrant[:@]", var.index_image))
    error_message = "The index runs qdrant/qdrant."
  }
}

variable "collection" {
  type        = string
  description = "Collection that manuals in the bucket become documents of; make it before the first one arrives."
  default     = "default"

  validation {
    condition     = length(var.collection) > 0
    error_message = "Name a collection."
  }
}

variable "instances" {
  type        = object({ min = number, max = number })
  description = "Fewest and most processes that answer."
  default     = { min = 1, max = 4 }

  validation {
    condition     = var.instances.min >= 0 && var.instances.max >= var.instances.min && var.instances.max <= 100
    error_message = "0 <= min <= max <= 100."
  }
}

variable "workers" {
  type        = number
  description = "Processes that read manuals as they arrive."
  default     = 1

  validation {
    condition     = var.workers >= 0 && var.workers <= 50
    error_message = "Between 0 and 50."
  }
}

variable "database_tier" {
  type        = string
  description = "Machine of Cloud SQL."
  default     = "db-custom-1-3840"
}

variable "highly_available" {
  type        = bool
  description = "Database and cache in two zones: about twice their price."
  default     = false
}

variable "cache_gb" {
  type        = number
  description = "Memory of Redis, in GiB."
  default     = 1

  validation {
    condition     = var.cache_gb >= 1 && var.cache_gb <= 300
    error_message = "Memorystore has 1 to 300 GiB."
  }
}

variable "index_machine" {
  type        = string
  description = "Machine of the index; docs/scaling.md says how much memory passages take."
  default     = "e2-medium"
}

variable "index_disk_gb" {
  type        = number
  description = "Disk of the index, in GB."
  default     = 20

  validation {
    condition     = var.index_disk_gb >= 10
    error_message = "At least 10 GB."
  }
}

variable "vector_search" {
  type        = bool
  description = "Whether passages are in Vertex AI Vector Search instead of Qdrant; then rebuild the index."
  default     = false
}

variable "vector_dimensions" {
  type        = number
  description = "How many numbers the embedder gives of a passage: 384 the one that ships, 768 text-embedding-005."
  default     = 384

  validation {
    condition     = var.vector_dimensions >= 1 && var.vector_dimensions <= 4096
    error_message = "1 to 4096 numbers."
  }
}

variable "repository" {
  type        = string
  description = "Repository on GitHub whose workflow may deploy, as in OWNER/NAME; empty: none may."
  default     = ""

  validation {
    condition     = var.repository == "" || can(regex("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", var.repository))
    error_message = "A repository is written as in OWNER/NAME."
  }
}

variable "invokers" {
  type        = set(string)
  description = "Who reaches the service at all; Paillasse has its own sign-in behind. Narrow it to a domain if you can."
  default     = ["allUsers"]
}

variable "alert_email" {
  type        = string
  description = "Where outages and budgets are told."

  validation {
    condition     = can(regex("^[^@ ]+@[^@ ]+$", var.alert_email))
    error_message = "An address of mail."
  }
}

variable "budget" {
  type        = object({ billing_account = string, monthly = number, currency = string })
  description = "Billing account, and what a month may cost; mail is sent at 50, 90 and 100 %, nothing is stopped."

  validation {
    condition     = var.budget.monthly > 0 && can(regex("^[A-Z]{3}$", var.budget.currency))
    error_message = "A positive amount, in the currency of the billing account (as in EUR)."
  }
}

variable "log_days" {
  type        = number
  description = "How long logs are kept, in days."
  default     = 30

  validation {
    condition     = var.log_days >= 1 && var.log_days <= 3650
    error_message = "1 to 3650 days."
  }
}

variable "deletion_protection" {
  type        = bool
  description = "Whether `terraform destroy` is refused for what holds data."
  default     = true
}
