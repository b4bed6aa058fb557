import Diagnostics
import Documents
import Foundation
import TestSupport
import Testing
import Values

private let kubectl = ["/usr/bin/kubectl", "/usr/local/bin/kubectl"].first {
  FileManager.default.isExecutableFile(atPath: $0)
}

/// What kubectl itself makes of a manifest, which needs no cluster with `--local`.
@Suite struct KubectlTests {
  private static let manifest = """
    apiVersion: example.com/v1
    kind: Thing
    metadata: {name: a, annotations: {x: "1"}}
    m: &m {x: 2, z: 3}
    over: {x: 1, <<: *m, z: 9}
    list: {<<: [*m, {x: 7, q: 1}]}
    s: [yes, No, y, on, 0123, 08, 0b101, -0b11, 1_000, 0x_1F, 1e3, 1e+3, .5, 5., 0o17, 1:20, 2024-01-01, "yes", ~,
      null, 0x, 1__0, +1, -1, +.inf1, 1.10, 0.0, -0, 0b, _1, 1_, 0O17, 0X1F, +0x1F, 1.5e, ~x, 07_7, 00, -0123, .5e3,
      1.e5, 1_0.5, nO, oFF, Off, TRUE, tRUE, "", 1.2.3, 1-2, 0.1.0, 1e, e1, -, +, ., 0777, 0888, 1e999999]
    k: {yes: 1, 080: 2, 0123: 3, 1.5: x, off: 6, 0x10: 5}
    """

  @Test(.enabled(if: kubectl != nil, "kubectl is not installed, so what it reads is not compared"))
  func aManifestIsReadAsKubectlReadsIt() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a.yaml", Self.manifest.replacing(", 1e999999", with: ""))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(kubectl))
    process.arguments = ["annotate", "--local", "-f", path, "x=1", "--overwrite", "-o", "json"]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = Pipe()
    try process.run()
    let bytes = [UInt8](output.fileHandleForReading.readDataToEndOfFile())
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let expected = try JSONTree(String(decoding: bytes, as: UTF8.self))
    let found = try yaml(Self.manifest.replacing(", 1e999999", with: ""), .kubernetes)
    for name in ["m", "over", "list", "k"] {
      #expect(try #require(found[name]).means(try #require(expected[name])), "\(name)")
    }
    let ours = try #require(found["s"]).elements
    let theirs = try #require(expected["s"]).elements
    #expect(ours.count == theirs.count)
    for (index, (one, other)) in zip(ours, theirs).enumerated() {
      #expect(one.means(other), "element \(index): \(one) is \(other) for kubectl")
    }
  }
}
