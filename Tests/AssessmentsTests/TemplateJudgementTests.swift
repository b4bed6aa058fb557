import PCICheckKit
import TestSupport
import Testing

/// Verdicts on templates and manifests that were written down before any rule ran: `fixtures/judgement/cloudformation` and
/// `fixtures/judgement/kubernetes`.
@Suite struct TemplateJudgementTests {
  private static let files = ["cloudformation", "kubernetes"].flatMap { folder in
    let path = Project.fixture("judgement/\(folder)")
    return Project.files(in: path, ending: ".yaml") + Project.files(in: path, ending: ".json")
  }

  @Test func thereIsSomethingToJudge() { #expect(Self.files.count == 12) }

  @Test(arguments: files)
  func rulesJudgeAsWasExpected(_ path: String) throws {
    let isManifest = path.contains("/kubernetes/")
    let expectations = WrittenExpectations(try Project.text(path), ofManifests: isManifest).all
    #expect(!expectations.isEmpty)
    let (_, result) = try Graphs.assess([path])
    var verdicts: [String: String] = [:]
    for observation in result.assessment.observations {
      let address = WrittenExpectations.shortAddress(observation.address, ofManifests: isManifest)
      verdicts["\(observation.rule) \(address)"] = observation.verdict.rawValue
    }
    for expectation in expectations {
      let subject = "\(expectation.rule) \(expectation.address)"
      #expect(verdicts[subject] == expectation.verdict, "\(subject)")
    }
  }
}

/// What the comments of a file expect: `# expect: RULE=VERDICT ...` of the resource that follows, `# expect ADDRESS: ...` of
/// that one; in JSON a member `"expect ADDRESS": "RULE=VERDICT ..."` of `Metadata`. Rules are named without `aws-` or `k8s-`.
private struct WrittenExpectations {
  struct Expectation {
    let rule: String
    let address: String
    let verdict: String
  }

  private(set) var all: [Expectation] = []
  private let prefix: String

  init(_ text: String, ofManifests isManifest: Bool) {
    prefix = isManifest ? "k8s-" : "aws-"
    var waiting: [Substring] = []
    var kind = ""
    for line in text.split(separator: "\n") {
      let bare = line.drop { $0 == " " || $0 == "#" || $0 == "\"" || $0 == "-" }
      if bare.hasPrefix("expect"), bare.startIndex > line.startIndex, let colon = bare.firstRange(of: ": ") {
        let address = bare[..<colon.lowerBound].dropFirst("expect".count).filter { $0 != " " && $0 != "\"" }
        let words = bare[colon.upperBound...].filter { $0 != "\"" && $0 != "," }.split(separator: " ").map { $0[...] }
        if address.isEmpty { waiting += words } else { add(words, address) }
      } else if isManifest, bare.hasPrefix("kind: ") {
        kind = String(bare.dropFirst("kind: ".count))
      } else if isManifest, bare.hasPrefix("metadata: {name: ") {
        let name = bare.dropFirst("metadata: {name: ".count).prefix { $0 != "," && $0 != "}" }
        add(waiting, "\(kind)/\(name)")
        waiting = []
      } else if !isManifest, !waiting.isEmpty, line.hasPrefix("  "), line.hasSuffix(":"), !bare.contains(" ") {
        add(waiting, String(bare.dropLast()))
        waiting = []
      }
    }
  }

  private mutating func add(_ words: [Substring], _ address: String) {
    for word in words {
      let parts = word.split(separator: "=")
      guard parts.count == 2 else { continue }
      all.append(Expectation(rule: prefix + parts[0], address: address, verdict: String(parts[1])))
    }
  }

  /// `Cards` for `AWS::S3::Bucket.Cards`; `Pod/web` for `Pod/shop/web`.
  static func shortAddress(_ address: String, ofManifests isManifest: Bool) -> String {
    if isManifest {
      let parts = address.split(separator: "/")
      let kind = parts.first?.prefix { $0 != "." } ?? ""
      return "\(kind)/\(parts.last ?? "")"
    }
    guard let dot = address.firstIndex(of: ".") else { return address }
    return String(address[address.index(after: dot)...])
  }
}
