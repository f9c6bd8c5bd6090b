variable "subscription" {
  type        = string
  description = "Id of the Azure subscription."

  validation {
    condition     = can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.subscription))
    error_message = "A subscription id is a UUID in lower case."
  }
}

variable "name" {
  type        = string
  description = "What everything is called; unique in the world, for it stands in addresses."

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{3,14}$", var.name))
    error_message = "4 to 15 lower-case letters and digits, a letter first."
  }
}

variable "location" {
  type        = string
  description = "Where everything runs and all data stays."
  default     = "francecentral"

  validation {
    condition     = can(regex("^[a-z]+[a-z0-9]*$", var.location))
    error_message = "A location is written as in francecentral."
  }
}

variable "image" {
  type        = string
  description = "The image of Paillasse in the registry made here, by digest: NAME.azurecr.io/paillasse@sha256:…"

  validation {
    condition     = can(regex("@sha256:[0-9a-f]{64}$", var.image))
    error_message = "Name the image by its digest (@sha256:…): what runs is then what was tested."
  }
}

variable "index_image" {
  type        = string
  description = "Qdrant 1.16 or newer in the registry made here, without the host; `az acr import` brings it there."
  default     = "qdrant/qdrant:v1.16.0-unprivileged"

  validation {
    condition     = can(regex("^qdrant/qdrant[:@]", var.index_image))
    error_message = "The index runs qdrant/qdrant."
  }
}

variable "administrator_key" {
  type        = string
  description = "Public SSH key for the index machine, which Azure asks for; nothing lets SSH in."

  validation {
    condition     = can(regex("^ssh-(rsa|ed25519) ", var.administrator_key))
    error_message = "A public key begins with ssh-rsa or ssh-ed25519."
  }
}

variable "operators" {
  type        = set(string)
  description = "Addresses (CIDR) from which Terraform and people reach vault, registry and manuals; others come by no way."
  default     = []

  validation {
    condition     = alltrue([for each in var.operators : can(cidrhost(each, 0))])
    error_message = "Addresses are written as in 203.0.113.0/24."
  }
}

variable "collection" {
  type        = string
  description = "Collection that manuals in the container become documents of; make it before the first one arrives."
  default     = "default"

  validation {
    condition     = length(var.collection) > 0
    error_message = "Name a collection."
  }
}

variable "public_url" {
  type        = string
  description = "Address that browsers use, where you have a domain of your own before Front Door; empty: its own address."
  default     = ""

  validation {
    condition     = var.public_url == "" || can(regex("^https://[^/]+$", var.public_url))
    error_message = "It begins with https:// and has no path."
  }
}

variable "trusted_proxies" {
  type        = string
  description = "Networks of the proxies between browsers and Paillasse: those of Container Apps and of Private Link."
  default     = "100.100.0.0/16,10.0.0.0/8"
}

variable "instances" {
  type        = object({ min = number, max = number })
  description = "Fewest and most processes that answer."
  default     = { min = 1, max = 4 }

  validation {
    condition     = var.instances.min >= 1 && var.instances.max >= var.instances.min && var.instances.max <= 100
    error_message = "1 <= min <= max <= 100."
  }
}

variable "workers" {
  type        = number
  description = "Processes that read manuals that were sent."
  default     = 1

  validation {
    condition     = var.workers >= 1 && var.workers <= 50
    error_message = "Between 1 and 50."
  }
}

variable "database_sku" {
  type        = string
  description = "Machine of PostgreSQL."
  default     = "B_Standard_B2s"
}

variable "highly_available" {
  type        = bool
  description = "Database and cache in two zones: about twice their price; the database then needs a GP_ or MO_ machine."
  default     = false

  validation {
    condition     = !var.highly_available || !startswith(var.database_sku, "B_")
    error_message = "A database of the burstable kind cannot be highly available: set database_sku to a GP_ machine."
  }
}

variable "cache_sku" {
  type        = string
  description = "Size of Azure Managed Redis."
  default     = "Balanced_B0"
}

variable "index_machine" {
  type        = string
  description = "Machine of the index; docs/scaling.md says how much memory passages take."
  default     = "Standard_B2s_v2"
}

variable "index_disk_gb" {
  type        = number
  description = "Disk of the index, in GiB."
  default     = 32

  validation {
    condition     = var.index_disk_gb >= 4
    error_message = "At least 4 GiB."
  }
}

variable "deployer" {
  type        = object({ issuer = string, subject = string })
  description = "Service connection of Azure DevOps that may deploy, by the issuer and subject that it shows; null: none may."
  default     = null

  validation {
    condition     = var.deployer == null || can(regex("^https://", var.deployer.issuer))
    error_message = "An issuer begins with https://."
  }
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
  type        = object({ monthly = number, from = string })
  description = "What a month may cost, in the currency of the subscription, and the first day it counts from."

  validation {
    condition     = var.budget.monthly > 0 && can(regex("^[0-9]{4}-[0-9]{2}-01$", var.budget.from))
    error_message = "A positive amount, from the first of a month (as in 2026-12-01)."
  }
}

variable "log_days" {
  type        = number
  description = "How long logs are kept, in days."
  default     = 30

  validation {
    condition     = var.log_days >= 30 && var.log_days <= 730
    error_message = "30 to 730 days."
  }
}
