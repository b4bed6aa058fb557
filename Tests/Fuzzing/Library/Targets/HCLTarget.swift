import HCL
import TerraformConfiguration

/// Terraform configurations in both syntaxes.
public enum HCLTarget: FuzzTarget {
  public static let name = "hcl"

  public static func run(_ bytes: [UInt8]) {
    let isJSON = bytes.first == UInt8(ascii: "{")
    let file = HCLFile(native: bytes, name: "main.tf")
    for diagnostic in file.diagnostics { require(!diagnostic.message.isEmpty, "a problem without words") }
    let storage = SnapshotStorage(entries: ["tfconfig/m-/\(isJSON ? "main.tf.json" : "main.tf")": bytes])
    let configuration = Configuration(storage)
    for module in configuration.modules.values { _ = module.declarations }
  }
}
