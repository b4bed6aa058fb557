import TerraformConfiguration
import Testing

@Suite struct ModuleResolutionTests {
  private let texts = [
    "main.tf": """
    module "net" {
      source = "./network"
      cidrs  = ["a", "b"]
    }
    module "app" {
      source    = "./app"
      for_each  = { blue = { subnet = 1 }, green = { subnet = 0 } }
      vpc_id    = module.net.vpc_id
      subnet_id = module.net.subnet_ids[each.value.subnet]
      settings  = [{ name = each.key, vpc = module.net.all.vpc }]
    }
    resource "aws_lb" "l" { subnets = [for m in module.app : m.subnet_id] }
    resource "aws_lb" "green" { subnets = [module.app["green"].subnet_id] }
    """,
    "network/main.tf": """
    variable "cidrs" { type = list(string) }
    resource "aws_vpc" "this" { count = local.create ? 1 : 0 }
    resource "aws_vpc_ipv4_cidr_block_association" "this" {
      count  = 0
      vpc_id = aws_vpc.this[0].id
    }
    locals {
      create = true
      vpc_id = try(aws_vpc_ipv4_cidr_block_association.this[0].vpc_id, aws_vpc.this[0].id, "")
    }
    resource "aws_subnet" "s" {
      count  = length(var.cidrs)
      vpc_id = local.vpc_id
    }
    output "vpc_id" { value = local.vpc_id }
    output "subnet_ids" { value = aws_subnet.s[*].id }
    output "all" { value = { vpc = one(aws_vpc.this[*].id) } }
    """,
    "app/main.tf": """
    variable "vpc_id" {}
    variable "subnet_id" {}
    variable "other" { default = null }
    variable "settings" {
      type = list(object({ name = string, vpc = string, port = optional(number, 80) }))
    }
    module "inner" {
      source = "../inner"
      count  = 1
      id     = coalesce(var.other, var.vpc_id)
    }
    resource "aws_security_group" "g" {
      vpc_id = module.inner[0].id
      named  = { for s in var.settings : s.name => s.port == 80 ? s.vpc : null }
    }
    output "subnet_id" { value = var.subnet_id }
    """,
    "inner/main.tf": """
    variable "id" {}
    output "id" { value = var.id }
    """,
  ]

  private func at(_ address: String, _ name: String, _ facts: TestFacts = TestFacts()) -> [String] {
    sources(address, [.name(name)], in: texts, facts)
  }

  @Test func inputsOutputsAndLocals() {
    #expect(at("module.net.aws_subnet.s[1]", "vpc_id") == ["module.net.aws_vpc.this[0].id"])
    #expect(at("module.app[\"blue\"].aws_security_group.g", "vpc_id") == ["module.net.aws_vpc.this[0].id"])
    #expect(at("module.app[\"green\"].aws_security_group.g", "named") == ["module.net.aws_vpc.this[0].id"])
    #expect(at("aws_lb.l", "subnets") == ["module.net.aws_subnet.s[0].id", "module.net.aws_subnet.s[1].id"])
    #expect(at("aws_lb.green", "subnets") == ["module.net.aws_subnet.s[0].id"])
  }

  @Test func theWayIsTold() throws {
    let resolver = ConfigurationResolver(configuration: Configuration(MemoryStorage(texts: texts)))
    let group = try #require(InstanceAddress("module.app[\"blue\"].aws_security_group.g"))
    let source = try #require(resolver.sources(of: group, path: [.name("vpc_id")], facts: NoFacts()).sources.first)
    #expect(
      source.through == [
        "module.app[\"blue\"].module.inner[0].id", "var.id", "var.vpc_id", "module.net.vpc_id", "local.vpc_id",
      ])
  }

  @Test func positionsAndTrails() throws {
    let configuration = Configuration(MemoryStorage(texts: texts))
    let group = try #require(InstanceAddress("module.app[\"blue\"].aws_security_group.g")).resource
    #expect(configuration.location(of: group)?.description == "app/main.tf:12:1")
    #expect(configuration.location(of: group, path: [.name("vpc_id")])?.description == "app/main.tf:13:3")
    #expect(configuration.location(of: group, path: [.name("absent")])?.description == "app/main.tf:12:1")
    #expect(configuration.trailText(to: group, path: [.name("named")]) == "main.tf:5 -> app/main.tf:14")
  }

  @Test func aMissingModuleIsToldAndTheRestStays() throws {
    var texts = texts
    texts["network/main.tf"] = nil
    texts["broken.tf"] = "resource \"a\" \"b\" {\n  x = [\n}\nresource \"aws_lb\" \"other\" {}\n"
    let configuration = Configuration(MemoryStorage(texts: texts))
    #expect(
      configuration.diagnostics.map(\.description) == [
        "broken.tf:3:1: expected a value, found `}`", "main.tf:1:1: no directory network",
      ])
    let resolver = ConfigurationResolver(configuration: configuration)
    let group = try #require(InstanceAddress("module.app[\"blue\"].aws_security_group.g"))
    #expect(resolver.sources(of: group, path: [.name("vpc_id")], facts: NoFacts()).unresolved.count == 1)
    #expect(
      configuration.declaration(of: ResourceAddress(module: .root, mode: .managed, type: "aws_lb", name: "other"))
        != nil)
  }
}
