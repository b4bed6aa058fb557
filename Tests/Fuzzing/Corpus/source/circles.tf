locals {
  a = local.b
  b = [for x in local.a : local.b]
}
resource "t" "a" {
  x = t.b[0].y
}
resource "t" "b" {
  count = t.a.x
  y = module.m.o
}
module "m" {
  source = "./m"
  i = t.a.x
}
#m
variable "i" {}
output "o" { value = var.i }
