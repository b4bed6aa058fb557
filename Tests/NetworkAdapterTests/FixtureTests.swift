import Foundation
import PCICheckKit
import TestSupport
import Testing

/// Plans made by hand with the truth worked out by hand (fixtures/network), asked through the public interface.
@Suite("Planned networks worked out by hand")
struct FixtureTests {
  struct Case: Decodable, Sendable {
    struct Question: Decodable, Sendable {
      let from: String
      let to: String
      let `protocol`: String?
      let port: String?
      let family: String?
      let answer: String
      let because: String
    }

    let because: String
    let questions: [Question]
  }

  static var names: [String] {
    let folder = Project.path("fixtures/network")
    let all = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return all.filter { FileManager.default.fileExists(atPath: "\(folder)/\($0)/expected.json") }.sorted()
  }

  static func input(_ name: String) -> String {
    let plan = Project.path("fixtures/network/\(name)/plan.json")
    return FileManager.default.fileExists(atPath: plan) ? plan : Project.path("fixtures/network/\(name)/manifests.yaml")
  }

  private static let policies = Result { try PCICheck.Policies() }

  @Test("every question has the answer that was worked out", arguments: names)
  func truth(_ name: String) throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: Project.path("fixtures/network/\(name)/expected.json")))
    let expected = try JSONDecoder().decode(Case.self, from: data)
    let session = try NetworkSession([Self.input(name)], policies: try Self.policies.get())
    for question in expected.questions {
      let answer = try session.answer(
        ReachQuestion(
          from: question.from, to: question.to, protocol: question.protocol, port: question.port,
          family: question.family))
      #expect(
        answer.verdict == question.answer,
        "\(name): \(question.from) to \(question.to) \(question.port ?? ""): \(question.because)\n\(session.text(answer))"
      )
    }
  }

  @Test("there are enough of them")
  func count() { #expect(Self.names.count >= 25) }
}
