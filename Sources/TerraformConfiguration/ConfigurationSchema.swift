import HCL

/// The blocks of Terraform's own language, which the JSON syntax needs to know (Terraform, "JSON Configuration Syntax").
/// Blocks that a provider defines are not among them: there they are arguments with objects as values.
enum ConfigurationSchema {
  static let file = BodySchema(blocks: [
    "resource": .init(labels: 2, body: resource),
    "data": .init(labels: 2, body: resource),
    "ephemeral": .init(labels: 2, body: resource),
    "module": .init(labels: 1),
    "variable": .init(labels: 1, body: BodySchema(blocks: ["validation": .init(labels: 0)])),
    "output": .init(labels: 1, body: BodySchema(blocks: ["precondition": .init(labels: 0)])),
    "provider": .init(labels: 1),
    "locals": .init(labels: 0),
    "terraform": .init(labels: 0),
    "moved": .init(labels: 0),
    "import": .init(labels: 0),
    "removed": .init(labels: 0),
    "check": .init(labels: 1),
  ])

  private static let resource = BodySchema(blocks: [
    "lifecycle": .init(labels: 0),
    "connection": .init(labels: 0),
    "provisioner": .init(labels: 1),
    "dynamic": .init(labels: 1, body: BodySchema(blocks: ["content": .init(labels: 0)])),
  ])
}
