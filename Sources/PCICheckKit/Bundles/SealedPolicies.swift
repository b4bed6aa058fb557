import Diagnostics
import EvidenceBundle
import Rules

/// The policies behind an assessment, as a bundle carries them: rules that were used, and all that they refer to.
struct SealedPolicies {
  /// Below `policies/`.
  let members: [BundleMember]
  let packs: [Provenance.Pack]

  init(_ library: PolicyLibrary, _ selection: RuleSelection, rules: [Rule], types: Set<String>) throws(Diagnostic) {
    var files = selection.files(of: rules)
    for kind in ["views", "categories", "catalog"] { files += library.files(ofKind: kind) }
    files += library.profileFiles.filter { $0.name == selection.profile.id }
    files += library.defaultFiles.filter { $0.types.contains { types.contains($0) } }
    var members: [BundleMember] = []
    var names: Set<String> = []
    for file in files {
      // Files of defaults of several providers can share a name.
      var path = "\(BundlePath.policies)\(file.kind)/\(file.name).json"
      var number = 2
      while !names.insert(path).inserted {
        path = "\(BundlePath.policies)\(file.kind)/\(file.name)-\(number).json"
        number += 1
      }
      members.append(BundleMember(path: path, bytes: try file.canonicalText() + [0x0A]))
    }
    self.members = members
    packs = [try Self.pack(library)]
  }

  /// All rules that could have been used, as one pack.
  private static func pack(_ library: PolicyLibrary) throws(Diagnostic) -> Provenance.Pack {
    var text: [UInt8] = []
    for file in library.ruleFiles {
      text += try file.canonicalText()
      text.append(0x0A)
    }
    let id = library.hasOnlyBuiltIn ? "pcicheck" : "pcicheck-and-folders"
    return Provenance.Pack(id: id, version: PCICheck.version, sha256: hexDigest(text))
  }
}
