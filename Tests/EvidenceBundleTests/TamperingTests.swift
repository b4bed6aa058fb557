import EvidenceBundle
import Foundation
import TestSupport
import Testing
import ZipArchive

/// Whoever alters a bundle is found out.
@Suite struct TamperingTests {
  private static let isLong = ProcessInfo.processInfo.environment["PCICHECK_LONG_TESTS"] == "1"

  @Test func anUnalteredBundleIsAccepted() throws {
    let small = try SmallBundle()
    let bytes = try small.bytes()
    #expect(SmallBundle.accepts(bytes, try small.verificationKey()))
    #expect(SmallBundle.accepts(try SmallBundle.pack(try SmallBundle.members(bytes)), try small.verificationKey()))
  }

  /// All bytes with PCICHECK_LONG_TESTS=1; else every 149th, and the end of the directory.
  @Test func noByteCanBeFlipped() throws {
    let small = try SmallBundle()
    let key = try small.verificationKey()
    let bytes = try small.bytes()
    var altered = bytes
    for index in bytes.indices where Self.isLong || index % 149 == 0 || index > bytes.count - 260 {
      for mask in Self.isLong ? [0x01, 0x80] as [UInt8] : [0x01] {
        altered[index] = bytes[index] ^ mask
        #expect(!SmallBundle.accepts(altered, key), "byte \(index) of \(bytes.count)")
      }
      altered[index] = bytes[index]
    }
  }

  @Test func noPartIsABundle() throws {
    let small = try SmallBundle()
    let key = try small.verificationKey()
    let bytes = try small.bytes()
    for count in stride(from: 0, to: bytes.count, by: Self.isLong ? 1 : 211) {
      #expect(!SmallBundle.accepts(Array(bytes.prefix(count)), key))
    }
    #expect(!SmallBundle.accepts(bytes + [0], key))
    #expect(!SmallBundle.accepts([0] + bytes, key))
  }

  @Test func membersCannotBeDroppedAddedMovedOrRenamed() throws {
    let small = try SmallBundle()
    let key = try small.verificationKey()
    let members = try SmallBundle.members(try small.bytes())
    for index in members.indices {
      var left = members
      left.remove(at: index)
      #expect(!SmallBundle.accepts(try SmallBundle.pack(left), key), "without \(members[index].path)")
      var renamed = members
      renamed[index] = BundleMember(path: "policies/renamed.json", bytes: members[index].bytes)
      #expect(!SmallBundle.accepts(try SmallBundle.pack(renamed), key), "renamed \(members[index].path)")
      var moved = members
      moved.swapAt(index, (index + 1) % members.count)
      #expect(!SmallBundle.accepts(try SmallBundle.pack(moved), key), "moved \(members[index].path)")
    }
    for path in ["extra.txt", "policies/rules/other.json", "timestamp.tsr", "inputs/2.json"] {
      let added = members + [BundleMember(path: path, text: "{}")]
      #expect(!SmallBundle.accepts(try SmallBundle.pack(added), key), "added \(path)")
    }
  }

  @Test func aMemberCannotStandTwice() throws {
    let small = try SmallBundle()
    let members = try SmallBundle.members(try small.bytes())
    let name = Array("findings.csv".utf8)
    // The same length, so that the names can be made the same afterwards.
    var bytes = try SmallBundle.pack(members + [BundleMember(path: "findingz.csv", text: "x")])
    for start in bytes.indices.dropLast(name.count) where bytes[start...].starts(with: Array("findingz.csv".utf8)) {
      bytes.replaceSubrange(start..<(start + name.count), with: name)
    }
    #expect(!SmallBundle.accepts(bytes, try small.verificationKey()))
    #expect(!SmallBundle.accepts(bytes, nil))
  }

  @Test func manifestsAndSignaturesOfOtherBundlesDoNotFit() throws {
    let one = try SmallBundle()
    let two = try SmallBundle(tenancies: ["default", "default"])
    let first = try SmallBundle.members(try one.bytes())
    let second = try SmallBundle.members(try two.bytes())
    for path in ["manifest.json", "attestation.dsse.json", "assessment.json", "findings.csv"] {
      let swapped = try SmallBundle.pack(
        first.map { member in member.path == path ? second.first { $0.path == path } ?? member : member })
      #expect(!SmallBundle.accepts(swapped, try one.verificationKey()), "\(path)")
      #expect(!SmallBundle.accepts(swapped, try two.verificationKey()), "\(path)")
    }
  }

  @Test func anotherSignerIsNotTheSigner() throws {
    let one = try SmallBundle()
    let two = try SmallBundle(algorithm: "p256")
    #expect(!SmallBundle.accepts(try one.bytes(), try two.verificationKey()))
    #expect(!SmallBundle.accepts(try two.bytes(), try one.verificationKey()))
    #expect(SmallBundle.accepts(try two.bytes(), try two.verificationKey()))
    #expect(!SmallBundle.accepts(try one.bytes(signed: false), try one.verificationKey()))
  }

  /// Who makes a false assessment and a manifest that fits it is found out by what does not follow.
  @Test func aRollUpThatDoesNotFollowFromTheFindingsIsFoundOut() throws {
    let small = try SmallBundle()
    for (old, new) in [
      ("\"status\":\"contradicted\"", "\"status\":\"supported\""),
      ("\"verdict\":\"fail\"", "\"verdict\":\"pass\""),
      ("\"failed\":1", "\"failed\":0"),
      ("\"coverage\":\"partial\"}", "\"coverage\":\"full\"}"),
    ] {
      let forged = try Forgery.bundle(try small.bytes(signed: false)) { path, text in
        path == "assessment.json" ? text.replacingOccurrences(of: old, with: new) : text
      }
      #expect(forged != nil, "\(old) is not there")
      if let forged { #expect(!SmallBundle.accepts(forged, nil), "\(old) made \(new)") }
    }
    let rule = try Forgery.bundle(try small.bytes(signed: false)) { path, text in
      path.hasPrefix("policies/rules/") ? text.replacingOccurrences(of: "default", with: "deflaut") : text
    }
    if let rule { #expect(!SmallBundle.accepts(rule, nil)) }
    let table = try Forgery.bundle(try small.bytes(signed: false)) { path, text in
      path == "findings.csv" ? text.replacingOccurrences(of: ",fail,", with: ",pass,") : text
    }
    if let table { #expect(!SmallBundle.accepts(table, nil)) }
  }
}

/// Makes bundles whose digests hold although their members were changed.
enum Forgery {
  /// Nil if nothing was changed.
  static func bundle(_ bytes: [UInt8], _ change: (String, String) -> String) throws -> [UInt8]? {
    var members = try SmallBundle.members(bytes)
    var manifest = String(decoding: members[0].bytes, as: UTF8.self)
    var changed = false
    for index in members.indices.dropFirst() {
      let old = members[index]
      let new = BundleMember(path: old.path, text: change(old.path, String(decoding: old.bytes, as: UTF8.self)))
      guard new.bytes != old.bytes else { continue }
      changed = true
      manifest = manifest.replacingOccurrences(of: line(old), with: line(new))
      members[index] = new
    }
    members[0] = BundleMember(path: members[0].path, text: manifest)
    return changed ? try SmallBundle.pack(members) : nil
  }

  private static func line(_ member: BundleMember) -> String {
    let packed = PackedFile(member.bytes, level: 6)
    return "\"size\":\(member.bytes.count),\"sha256\":\"\(Digests.sha256(member.bytes))\","
      + "\"packedSha256\":\"\(Digests.sha256(packed.bytes))\""
  }
}
