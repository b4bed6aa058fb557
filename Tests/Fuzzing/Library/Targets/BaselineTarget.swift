import Documents
import PCICheckKit

/// Baselines, and reports that are taken for them.
public enum BaselineTarget: FuzzTarget {
  public static let name = "baseline"

  public static func run(_ bytes: [UInt8]) {
    _ = try? BaselineFile.decode(InputDocument(name: "baseline.json", bytes: bytes))
  }
}
