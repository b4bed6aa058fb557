variable "zones" { default = ["a", "b"] }
variable "ports" {
  type    = map(object({ port = number, tags = optional(list(string), []) }))
  default = { web = { port = 443 }, db = { port = 5432, tags = ["x"] } }
}
locals {
  all   = flatten([for z in var.zones : [for k, p in var.ports : { zone = z, name = k, port = p.port } if p.port > 80]])
  named = { for e in local.all : "${e.zone}-${e.name}" => e... }
  first = try(local.all[0].name, null) == null ? "none" : local.all[0].name
}
data "aws_caller_identity" "me" {}
module "m" {
  source   = "./m"
  for_each = toset(var.zones)
  key      = aws_kms_key.k.arn
  cidr     = cidrsubnet("10.0.0.0/16", 8, index(var.zones, each.key))
}
resource "aws_kms_key" "k" {
  # pcicheck:ignore aws-kms-key-rotation reason="a \"b\"" until=2027-01-01
  count       = length(var.zones) > 1 ? 1 : 0
  policy      = jsonencode({ Statement = [{ Resource = "*", Principal = { AWS = data.aws_caller_identity.me.arn } }] })
  description = <<-EOT
    %{for z in var.zones~}
    ${upper(z)} %{if z == "a"}x%{else}y%{endif}
    %{endfor~}
  EOT
}
resource "aws_security_group" "g" {
  for_each = local.named
  name     = format("%s-%03d", each.key, length(each.value))
  vpc_id   = module.m[each.value[0].zone].id
  dynamic "ingress" {
    for_each = var.ports
    iterator = it
    content {
      from_port   = it.value.port
      cidr_blocks = concat([module.m["a"].cidr], values(module.m)[*].cidr, coalescelist([], ["::/0"]))
    }
  }
}
#m
variable "key" {}
variable "cidr" { default = null }
resource "aws_vpc" "v" { cidr_block = coalesce(var.cidr, "10.1.0.0/16") }
resource "aws_subnet" "s" {
  for_each = merge({ a = 1 }, zipmap(["b"], [2]))
  vpc_id   = aws_vpc.v.id
  cidr_block = replace(aws_vpc.v.cidr_block, "/0$/", each.value)
}
output "id" { value = aws_vpc.v.id }
output "cidr" { value = one(aws_vpc.v[*].cidr_block) }
