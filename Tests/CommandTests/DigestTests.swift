import Foundation
import PCICheckKit
import Reporting
import TestSupport
import Testing

/// Inputs are digested where a report shows it, and left alone where none does.
@Suite struct DigestTests {
  private static let plan = "terraform/minimal-web/plan.json"

  private static func report(_ format: String, makesDigests: Bool) throws -> [UInt8] {
    var options = PCICheck.Options(policies: try PCICheck.Policies(folders: [], builtIn: true))
    options.detail = PCICheck.detail(ofFormat: format)
    options.makesDigests = makesDigests
    let check = PCICheck(options: options)
    let result = try check.run([Project.fixture(plan)])
    return check.report(result, format: format, color: false, width: 80, verbose: true, created: nil)
  }

  @Test(arguments: reportFormats.filter { !$0.showsDigests }.map { $0.name })
  func aFormatThatShowsNoneIsTheSameWithout(_ format: String) throws {
    #expect(try Self.report(format, makesDigests: true) == Self.report(format, makesDigests: false))
  }

  @Test(arguments: ["json", "html", "terminal"])
  func aRunDigestsWhatItsReportsShow(_ format: String) throws {
    let digest = hexDigest(Array(try Data(contentsOf: URL(filePath: Project.fixture(Self.plan)))))
    let shown = try Command.run(["fixtures/\(Self.plan)", "--format", format]).outputText
    #expect(shown.contains(digest) == (format != "terminal"))
    let files = try Command.run(["fixtures/\(Self.plan)", "--report", "\(format)=-", "--report", "sarif=/dev/null"])
    #expect(files.outputText.contains(digest) == (format != "terminal"))
  }
}
