import PCICheckKit
import TestSupport
import Testing

/// Verdicts on templates, manifests and Compose files that were written down before any rule ran: `fixtures/judgement`.
@Suite struct TemplateJudgementTests {
  private static let files = WrittenExpectations.Kind.allCases.flatMap { kind in
    let path = Project.fixture("judgement/\(kind.rawValue)")
    return (Project.files(in: path, ending: ".yaml") + Project.files(in: path, ending: ".json")).map { (kind, $0) }
  }

  @Test func thereIsSomethingToJudge() { #expect(Self.files.count == 16) }

  @Test(arguments: files)
  func rulesJudgeAsWasExpected(_ kind: WrittenExpectations.Kind, _ path: String) throws {
    let expectations = WrittenExpectations(try Project.text(path), of: kind).all
    #expect(!expectations.isEmpty)
    let (_, result) = try Graphs.assess([path])
    var verdicts: [String: String] = [:]
    for observation in result.assessment.observations {
      let address = kind.shortAddress(observation.address)
      verdicts["\(observation.rule) \(address)"] = observation.verdict.rawValue
    }
    for expectation in expectations {
      let subject = "\(expectation.rule) \(expectation.address)"
      #expect(verdicts[subject] == expectation.verdict, "\(subject)")
    }
  }
}

/// What the comments of a file expect: `# expect: RULE=VERDICT ...` of the resource that follows, `# expect ADDRESS: ...` of
/// that one; in JSON a member `"expect ADDRESS": "RULE=VERDICT ..."` of `Metadata`. Rules are named without their first word.
struct WrittenExpectations {
  enum Kind: String, CaseIterable {
    case cloudformation, kubernetes, compose

    var prefix: String {
      switch self {
      case .cloudformation: "aws-"
      case .kubernetes: "k8s-"
      case .compose: "compose-"
      }
    }

    /// `Cards` for `AWS::S3::Bucket.Cards`; `Pod/web` for `Pod/shop/web`; `db` for `ComposeService/db`.
    func shortAddress(_ address: String) -> String {
      switch self {
      case .cloudformation:
        guard let dot = address.firstIndex(of: ".") else { return address }
        return String(address[address.index(after: dot)...])
      case .kubernetes:
        let parts = address.split(separator: "/")
        let kind = parts.first?.prefix { $0 != "." } ?? ""
        return "\(kind)/\(parts.last ?? "")"
      case .compose: return address.split(separator: "/").last.map(String.init) ?? address
      }
    }
  }

  struct Expectation {
    let rule: String
    let address: String
    let verdict: String
  }

  private(set) var all: [Expectation] = []
  private let prefix: String

  init(_ text: String, of format: Kind) {
    prefix = format.prefix
    let isManifest = format == .kubernetes
    var waiting: [Substring] = []
    var kind = ""
    for line in text.split(separator: "\n") {
      let bare = line.drop { $0 == " " || $0 == "#" || $0 == "\"" || $0 == "-" }
      if bare.hasPrefix("expect"), bare.startIndex > line.startIndex, let colon = bare.firstRange(of: ": ") {
        let address = bare[..<colon.lowerBound].dropFirst("expect".count).filter { $0 != " " && $0 != "\"" }
        let words = bare[colon.upperBound...].split { $0 == " " || $0 == "\"" || $0 == "," }
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
}
