# For the root terragrunt.hcl: every `terragrunt plan` (and `run --all plan`) is checked after it was made.
terraform {
  extra_arguments "save_plan" {
    commands  = ["plan"]
    arguments = ["-out=tfplan"]
  }

  after_hook "pcicheck" {
    commands     = ["plan"]
    execute      = ["pcicheck", "tfplan", "--gate", "introduced"]
    run_on_error = false
  }
}
