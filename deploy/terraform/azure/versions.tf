terraform {
  required_version = ">= 1.11" # write-only arguments and ephemeral values: secrets stay out of the state

  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.55"
    }
    random = {
      source  = "hashicorp/random"
      version = "~> 3.7"
    }
  }

  backend "azurerm" {} # terraform init -backend-config=… with use_azuread_auth = true
}

provider "azurerm" {
  subscription_id     = var.subscription
  storage_use_azuread = true # no storage key is ever used, so that they can be turned off

  features {
    key_vault {
      purge_soft_delete_on_destroy = false
    }
  }
}
