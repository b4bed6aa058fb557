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
    files += library.catalogueFiles
    files += try Self.mentioned(in: files, library)
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

  /// Views and categories whose names stand in rules, or in views that do.
  private static func mentioned(in rules: [PolicyFile], _ library: PolicyLibrary) throws(Diagnostic) -> [PolicyFile] {
    var words: Set<[UInt8]> = []
    for rule in rules where rule.kind == "rules" { words.formUnion(Self.words(try rule.canonicalText())) }
    var found: [PolicyFile] = []
    var open = library.viewFiles + library.categoryFiles
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      var left: [PolicyFile] = []
      for file in open {
        guard words.contains(Array(file.name.utf8)) else {
          left.append(file)
          continue
        }
        found.append(file)
        if file.kind == "views" {
          words.formUnion(Self.words(try file.canonicalText()))
          isGrowing = true
        }
      }
      open = left
    }
    return found
  }

  /// Runs of the characters that names are made of.
  private static func words(_ text: [UInt8]) -> [[UInt8]] {
    text.split { byte in
      !((0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
        || byte == 0x2D)
    }.map(Array.init)
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
