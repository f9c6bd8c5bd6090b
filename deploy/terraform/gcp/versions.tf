terraform {
  required_version = ">= 1.11" # write-only arguments and ephemeral values: secrets stay out of the state

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 6.50"
    }
    google-beta = {
      source  = "hashicorp/google-beta"
      version = "~> 6.50"
    }
    random = {
      source  = "hashicorp/random"
      version = "~> 3.7"
    }
  }

  backend "gcs" {} # terraform init -backend-config="bucket=…" -backend-config="prefix=paillasse"
}

provider "google" {
  project               = var.project
  region                = var.region
  billing_project       = var.project
  user_project_override = true # budgets are asked for in the name of this project

  default_labels = { app = "paillasse" }
}

provider "google-beta" {
  project        = var.project
  region         = var.region
  default_labels = { app = "paillasse" }
}
