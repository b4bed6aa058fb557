import TerraformConfiguration

/// Configurations evaluated: every argument of every resource is followed to what it comes from. What stands below a line
/// `#m` is a module of its own, `./m`.
public enum SourceTarget: FuzzTarget {
  public static let name = "source"

  private static let manifest = #"{"Modules":[{"Key":"","Source":"","Dir":"."},{"Key":"m","Source":"./m","Dir":"m"}]}"#

  public static func run(_ bytes: [UInt8]) {
    let mark = bytes.firstRange(of: Array("\n#m\n".utf8))
    var entries = ["tfconfig/modules.json": Array(manifest.utf8)]
    entries["tfconfig/m-/main.tf"] = Array(bytes[..<(mark?.lowerBound ?? bytes.endIndex)])
    if let mark { entries["tfconfig/m-m/main.tf"] = Array(bytes[mark.upperBound...]) }
    let configuration = Configuration(SnapshotStorage(entries: entries))
    let resolver = ConfigurationResolver(configuration: configuration)
    for (path, module) in configuration.modules.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      let instance = ModuleInstance(path.map { ModuleInstance.Step($0, nil) })
      for (_, resource) in module.declarations.resources.sorted(by: { $0.key < $1.key }) {
        let address = InstanceAddress(
          ResourceAddress(module: instance, mode: resource.mode, type: resource.type, name: resource.name))
        for name in resource.body.attributeNames + resource.body.blockTypes {
          _ = resolver.sources(of: address, path: [.name(name)], facts: NoFacts())
        }
      }
    }
  }
}
