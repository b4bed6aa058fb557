import Foundation
import PCICheckKit

enum Digests {
  static func sha256(_ bytes: [UInt8]) -> String { hexDigest(bytes) }
}

/// Programs that tests use where they are installed.
enum Program {
  static func path(_ name: String) -> String? {
    ["/usr/bin/\(name)", "/usr/local/bin/\(name)", "/bin/\(name)"].first { access($0, X_OK) == 0 }
  }
}
