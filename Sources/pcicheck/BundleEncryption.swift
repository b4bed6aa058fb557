import Diagnostics
import PCICheckKit

/// A bundle as only the holder of a private key can open it.
func encryptBundle(_ bytes: [UInt8], to path: String) throws(Diagnostic) -> [UInt8] { bytes }
