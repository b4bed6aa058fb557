import TestSupport
import Testing

/// Inputs of which one document cannot be read: the rest is answered from, the error is printed, the exit status is 2.
@Suite struct PartialInputTests {
  /// The manifests of a fixture, with a broken document behind them.
  private static func manifests(_ folder: TemporaryFolder) throws -> String {
    let whole = try Project.bytes(Project.fixture("network/kubernetes-default-deny/manifests.yaml"))
    return try folder.write("manifests.yaml", whole + Array("---\nkind: \"Pod\n".utf8))
  }

  private func run(_ arguments: [String], _ path: String) throws -> String {
    let run = try Command.run(arguments)
    #expect(run.status == 2)
    #expect(run.errorText.contains("\(path):") && run.errorText.contains(": error: "), "\(run.errorText)")
    #expect(!run.output.isEmpty)
    return run.outputText
  }

  @Test func aVerdictIsExplained() throws {
    let folder = try TemporaryFolder()
    let path = try Self.manifests(folder)
    let report = try JSONTree(try Command.run([path, "--format", "json"]).output)
    let finding = try #require(report["observations"]?.elements.first { $0["verdict"]?.string == "fail" })
    let names = [finding["rule"]?.string ?? "", finding["address"]?.string ?? ""]
    #expect(try run(["explain"] + names + ["--plan", path], path).contains(names[0]))
  }

  @Test func whatIsNotFoundMayBeInWhatCannotBeRead() throws {
    let folder = try TemporaryFolder()
    let path = try Self.manifests(folder)
    let explained = try Command.run(["explain", "k8s-no-privileged", "Pod/default/none", "--plan", path])
    #expect(explained.status == 2 && explained.output.isEmpty)
  }

  /// A policy that was left out may allow what others do not, and isolate what nothing else isolates.
  @Test(arguments: [
    ("StatefulSet/cards/vault", "Deployment/cards/api"), ("Deployment/blog/web", "StatefulSet/cards/vault"),
    ("internet", "StatefulSet/cards/vault"), ("StatefulSet/cards/vault", "Deployment/blog/web"),
  ])
  func nothingIsCertainAboutPods(_ from: String, _ to: String) throws {
    let folder = try TemporaryFolder()
    let path = try Self.manifests(folder)
    let text = try run(["reach", "--from", from, "--to", to, "--format", "json", path], path)
    #expect(try JSONTree(Array(text.utf8))["answer"]?.string == "indeterminate", "\(text)")
  }

  @Test func theGraphAndThePictureAreDrawn() throws {
    let folder = try TemporaryFolder()
    let path = try Self.manifests(folder)
    #expect(try run(["graph", path], path).contains("vault"))
    #expect(try run(["diagram", path], path).count > 100)
  }
}
