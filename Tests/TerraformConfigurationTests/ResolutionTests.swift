import TerraformConfiguration
import Testing

@Suite struct ResolutionTests {
  private static let resources = """
    resource "aws_vpc" "a" { count = 1 }
    resource "aws_vpc" "none" { count = 0 }
    resource "aws_vpc" "unsure" { count = var.unsure }
    resource "aws_vpc" "one" {}
    resource "aws_subnet" "s" { count = 3 }
    resource "aws_subnet" "k" { for_each = toset(["x", "y"]) }
    data "aws_vpc" "d" {}
    variable "yes" { default = true }
    variable "unsure" {}
    variable "map" { default = { x = { n = 1 }, y = { n = 2 } } }
    locals {
      vpc_id = try(aws_vpc.none[0].id, aws_vpc.a[0].id, "")
      chain  = local.vpc_id
      loop_a = local.loop_b
      loop_b = local.loop_a
      ids    = aws_subnet.s[*].id
      nested = { net = { vpc = aws_vpc.one, id = aws_vpc.one.id }, list = [aws_vpc.one.id, aws_vpc.a[0].id] }
    }
    """

  @Test(
    arguments: [
      ("aws_vpc.one.id", ["aws_vpc.one.id"]),
      ("local.vpc_id", ["aws_vpc.a[0].id"]),
      ("local.chain", ["aws_vpc.a[0].id"]),
      ("local.loop_a", ["!local.loop_a -> local.loop_b -> local.loop_a -> loop_a, which depends on itself"]),
      ("local.nested.net.vpc.id", ["aws_vpc.one.id"]),
      ("local.nested.list[1]", ["aws_vpc.a[0].id"]),
      ("local.nested[\"net\"].id", ["aws_vpc.one.id"]),
      ("local.ids", ["aws_subnet.s[0].id", "aws_subnet.s[1].id", "aws_subnet.s[2].id"]),
      ("element(local.ids, 4)", ["aws_subnet.s[1].id"]),
      ("element(concat(aws_vpc.none[*].id, aws_vpc.a[*].id, [\"\"]), 0)", ["aws_vpc.a[0].id"]),
      ("local.ids[var.unsure]", ["?aws_subnet.s[0].id", "?aws_subnet.s[1].id", "?aws_subnet.s[2].id"]),
      ("var.yes ? aws_vpc.one.id : data.aws_vpc.d.id", ["aws_vpc.one.id"]),
      ("!var.yes ? aws_vpc.one.id : data.aws_vpc.d.id", ["data.aws_vpc.d.id"]),
      ("var.unsure ? aws_vpc.one.id : data.aws_vpc.d.id", ["?aws_vpc.one.id", "?data.aws_vpc.d.id"]),
      ("var.unsure ? aws_vpc.one.id : local.nested.net.id", ["aws_vpc.one.id"]),
      ("var.unsure && false ? aws_vpc.one.id : null", []),
      ("length(aws_vpc.none) > 0 ? aws_vpc.none[0].id : aws_vpc.one.id", ["aws_vpc.one.id"]),
      ("try(aws_vpc.unsure[0].id, aws_vpc.one.id)", ["?aws_vpc.one.id", "?aws_vpc.unsure[0].id"]),
      ("aws_vpc.unsure[0].id", ["aws_vpc.unsure[0].id"]),
      ("coalesce(null, \"\", aws_vpc.one.id, aws_vpc.a[0].id)", ["aws_vpc.one.id"]),
      ("coalesce(aws_vpc.one.ipv6, aws_vpc.a[0].id)", ["?aws_vpc.a[0].id", "?aws_vpc.one.ipv6"]),
      ("coalescelist(aws_vpc.none[*].id, aws_vpc.a[*].id)", ["aws_vpc.a[0].id"]),
      ("one(aws_vpc.a[*].id)", ["aws_vpc.a[0].id"]),
      ("one(aws_vpc.none[*].id)", []),
      ("aws_vpc.one[*].id", ["aws_vpc.one.id"]),
      ("[for s in aws_subnet.s : s.id]", ["aws_subnet.s[0].id", "aws_subnet.s[1].id", "aws_subnet.s[2].id"]),
      ("[for i, s in aws_subnet.s : s.id if i != 1]", ["aws_subnet.s[0].id", "aws_subnet.s[2].id"]),
      (
        "[for s in aws_subnet.s : s.id if s.public]",
        ["?aws_subnet.s[0].id", "?aws_subnet.s[1].id", "?aws_subnet.s[2].id"]
      ),
      ("{for k, s in aws_subnet.k : k => s.id}[\"y\"]", ["aws_subnet.k[\"y\"].id"]),
      ("aws_subnet.k[\"x\"].id", ["aws_subnet.k[\"x\"].id"]),
      ("values(aws_subnet.k)[*].id", ["aws_subnet.k[\"x\"].id", "aws_subnet.k[\"y\"].id"]),
      ("values(aws_subnet.k)[1].id", ["aws_subnet.k[\"y\"].id"]),
      ("lookup({ a = aws_vpc.one.id }, \"b\", aws_vpc.a[0].id)", ["aws_vpc.a[0].id"]),
      ("lookup({ a = aws_vpc.one.id }, \"a\", aws_vpc.a[0].id)", ["aws_vpc.one.id"]),
      ("merge({ a = aws_vpc.one.id }, { a = aws_vpc.a[0].id })[\"a\"]", ["aws_vpc.a[0].id"]),
      ("merge({ a = aws_vpc.one.id }, var.unsure)[\"a\"]", ["?aws_vpc.one.id"]),
      ("flatten([[aws_vpc.one.id], [[aws_vpc.a[0].id]], aws_vpc.none[*].id])[1]", ["aws_vpc.a[0].id"]),
      ("compact([\"\", aws_vpc.one.id, null])[0]", ["aws_vpc.one.id"]),
      ("tolist(toset([aws_vpc.one.id]))[0]", ["aws_vpc.one.id"]),
      ("zipmap([\"p\", \"q\"], [aws_vpc.one.id, aws_vpc.a[0].id]).q", ["aws_vpc.a[0].id"]),
      ("\"${aws_vpc.one.id}\"", ["aws_vpc.one.id"]),
      ("\"vpc-${aws_vpc.one.id}/*\"", ["~aws_vpc.one.id"]),
      ("jsonencode({ r = aws_vpc.one.arn })", ["~aws_vpc.one.arn"]),
      ("cidrsubnet(\"10.0.0.0/8\", 8, 1)", []),
      ("\"plain\"", []),
      ("data.aws_vpc.d.id", ["data.aws_vpc.d.id"]),
      ("distinct([aws_vpc.one.id, aws_vpc.a[0].id])", ["aws_vpc.a[0].id", "aws_vpc.one.id"]),
      ("slice(local.ids, 1, 2)[0]", ["aws_subnet.s[1].id"]),
      ("can(aws_vpc.none[0].id) ? aws_vpc.none[0].id : aws_vpc.one.id", ["aws_vpc.one.id"]),
      ("[for k, v in var.map : aws_subnet.k[k].id if v.n == 2]", ["aws_subnet.k[\"y\"].id"]),
      ("\"${path.module}/${terraform.workspace}/${var.unsure}\"", []),
      ("local.missing", ["!local.missing, which is not declared"]),
      ("nowhere", ["!nowhere"]),
    ])
  func expressions(text: String, expected: [String]) {
    #expect(sources(ofExpression: text, Self.resources) == expected)
  }

  /// The same expressions must give the same answer where the plan says which instances there are.
  @Test func plannedInstancesDecide() {
    let facts = TestFacts(keys: ["aws_vpc.unsure": [.index(0)], "aws_vpc.a": [.index(0)]])
    #expect(
      sources(ofExpression: "try(aws_vpc.unsure[0].id, aws_vpc.one.id)", Self.resources, facts) == [
        "aws_vpc.unsure[0].id"
      ])
    let none = TestFacts(keys: [:])
    #expect(
      sources(ofExpression: "try(aws_vpc.unsure[0].id, aws_vpc.one.id)", Self.resources, none) == ["aws_vpc.one.id"])
    let given = TestFacts(variables: ["unsure": .bool(false)])
    #expect(
      sources(ofExpression: "var.unsure ? aws_vpc.one.id : data.aws_vpc.d.id", Self.resources, given) == [
        "data.aws_vpc.d.id"
      ])
    let known = TestFacts(values: [
      "aws_subnet.s[1].public": .bool(true), "aws_subnet.s[0].public": .bool(false),
      "aws_subnet.s[2].public": .bool(false),
    ])
    #expect(
      sources(ofExpression: "[for s in aws_subnet.s : s.id if s.public]", Self.resources, known) == [
        "aws_subnet.s[1].id"
      ])
  }

  @Test func iterationLeadsToTheSameInstance() {
    let text = """
      variable "names" { default = ["p", "q"] }
      locals { apps = { web = { net = "q" }, db = { net = "p", extra = aws_vpc.v["p"].arn } } }
      resource "aws_vpc" "v" { for_each = toset(var.names) }
      resource "aws_subnet" "c" {
        count  = 2
        vpc_id = aws_vpc.v[var.names[count.index]].id
      }
      resource "aws_subnet" "e" {
        for_each = local.apps
        vpc_id   = aws_vpc.v[each.value.net].id
        arn      = try(each.value.extra, null)
      }
      resource "aws_subnet" "r" {
        for_each = aws_vpc.v
        vpc_id   = each.value.id
      }
      resource "aws_subnet" "filtered" {
        for_each = { for k, a in local.apps : "${k}-x" => a if a.net == "p" }
        vpc_id   = aws_vpc.v[each.value.net].id
      }
      """
    func vpc(_ address: String, _ name: String = "vpc_id") -> [String] {
      sources(address, [.name(name)], in: ["main.tf": text])
    }
    #expect(vpc("aws_subnet.c[1]") == ["aws_vpc.v[\"q\"].id"])
    #expect(vpc("aws_subnet.e[\"db\"]") == ["aws_vpc.v[\"p\"].id"])
    #expect(vpc("aws_subnet.e[\"web\"]") == ["aws_vpc.v[\"q\"].id"])
    #expect(vpc("aws_subnet.e[\"db\"]", "arn") == ["aws_vpc.v[\"p\"].arn"])
    #expect(vpc("aws_subnet.e[\"web\"]", "arn") == [])
    #expect(vpc("aws_subnet.r[\"q\"]") == ["aws_vpc.v[\"q\"].id"])
    #expect(vpc("aws_subnet.filtered[\"db-x\"]") == ["aws_vpc.v[\"p\"].id"])
  }

  @Test func nestedAndDynamicBlocks() {
    let text = """
      resource "aws_security_group" "a" {}
      resource "aws_security_group" "b" {}
      variable "unsure" {}
      resource "x_t" "it" {
        rule { groups = [aws_security_group.a.id] }
        dynamic "rule" {
          for_each = { x = aws_security_group.b }
          content { groups = [rule.value.id] }
        }
        dynamic "maybe" {
          for_each = var.unsure
          iterator = each_one
          content { group = each_one.value.id == "" ? null : aws_security_group.a.id }
        }
        list = [{ id = aws_security_group.a.id }, { id = aws_security_group.b.id }]
      }
      """
    func at(_ path: [PathStep]) -> [String] { sources("x_t.it", path, in: ["main.tf": text]) }
    #expect(at([.name("rule"), .name("groups")]) == ["aws_security_group.a.id", "aws_security_group.b.id"])
    #expect(at([.name("rule"), .index(1), .name("groups")]) == ["aws_security_group.b.id"])
    #expect(
      at([.name("rule"), .any, .name("groups"), .index(0)]) == ["aws_security_group.a.id", "aws_security_group.b.id"])
    #expect(at([.name("rule")]) == ["aws_security_group.a.id", "aws_security_group.b.id"])
    #expect(at([.name("maybe"), .name("group")]) == ["?aws_security_group.a.id"])
    #expect(at([.name("list"), .name("id")]) == ["aws_security_group.a.id", "aws_security_group.b.id"])
    #expect(at([.name("list"), .index(1), .name("id")]) == ["aws_security_group.b.id"])
    #expect(at([.name("absent")]) == [])
  }

  @Test func chainsOfAttributesAreFollowed() throws {
    let text = """
      resource "aws_vpc" "v" {}
      resource "aws_security_group" "g" { vpc_id = local.vpc }
      locals { vpc = aws_vpc.v.id }
      resource "x_t" "it" { target = aws_security_group.g.vpc_id }
      """
    let configuration = Configuration(MemoryStorage(texts: ["main.tf": text]))
    let resolver = ConfigurationResolver(configuration: configuration)
    let answer = resolver.sources(
      of: try #require(InstanceAddress("x_t.it")), path: [.name("target")], facts: NoFacts())
    #expect(describe(answer) == ["aws_security_group.g.vpc_id", "aws_vpc.v.id"])
    #expect(answer.sources[1].through == ["aws_security_group.g.vpc_id", "local.vpc"])
    #expect(answer.isSet)
  }

  @Test func hostileConfigurationsEnd() {
    let doubling = (1...60).map { "  l\($0) = [local.l\($0 - 1), local.l\($0 - 1)]\n" }.joined()
    _ = sources(
      ofExpression: "flatten(local.l60)",
      "locals {\n l0 = [aws_vpc.v.id]\n\(doubling)}\nresource \"aws_vpc\" \"v\" {}\n")
    let chain = (1...5000).map { "  l\($0) = local.l\($0 - 1)\n" }.joined()
    #expect(!sources(ofExpression: "local.l5000", "locals {\n l0 = 1\n\(chain)}\n").isEmpty)
    let choices = (1...40).map { "  l\($0) = var.u ? local.l\($0 - 1) : [local.l\($0 - 1)]\n" }.joined()
    _ = sources(ofExpression: "local.l40", "variable \"u\" {}\nlocals {\n l0 = 1\n\(choices)}\n")
    _ = sources(ofExpression: "[for a in range(4000) : [for b in range(4000) : b]]")
    let texts = (1...18).map {
      "  t\($0) = \"${local.t\($0 - 1)}${local.t\($0 - 1)}${local.t\($0 - 1)}${local.t\($0 - 1)}\"\n"
    }.joined()
    _ = sources(ofExpression: "local.t18", "locals {\n t0 = \"aaaaaaaa\"\n\(texts)}\n")
  }
}
