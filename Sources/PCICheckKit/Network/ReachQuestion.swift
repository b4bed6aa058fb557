import Diagnostics
import Network

/// Whether packets get from one place to another.
public struct ReachQuestion: Sendable {
  public let from: String
  public let to: String
  public let `protocol`: String?
  public let port: String?
  public let family: String?

  public init(from: String, to: String, protocol: String? = nil, port: String? = nil, family: String? = nil) {
    self.from = from
    self.to = to
    self.protocol = `protocol`
    self.port = port
    self.family = family
  }
}

/// The answer to a question, of all its places together.
public struct ReachAnswer: Sendable {
  public let question: ReachQuestion
  public let verdict: String
  let packets: Bounds
  let witness: Witness?
  let blocked: [BlockedPath]
  let needs: [Need]
}

extension NetworkSession {
  /// - Throws: a diagnostic for a question that cannot be asked.
  public func answer(_ question: ReachQuestion) throws(Diagnostic) -> ReachAnswer {
    let (from, to) = (try place(question.from), try place(question.to))
    if from.locations == to.locations {
      throw Diagnostic(
        .error, "`\(safeText(question.from, limit: 200))` is asked about itself",
        help: "name two places with --from and --to")
    }
    guard to.addresses.isEmpty else {
      throw Diagnostic(.error, "an address range can only be asked about with --from", help: "use `--to internet`")
    }
    var answers: [Answer] = []
    for source in from.locations {
      for target in to.locations where source != target {
        answers.append(try ask(question, source, target, from.addresses))
      }
    }
    return ReachAnswer(question, answers)
  }

  private func ask(
    _ question: ReachQuestion, _ source: Location, _ target: Location, _ addresses: [Prefix]
  ) throws(Diagnostic) -> Answer {
    let query = Query(
      from: source, to: target, protocol: try number(question), ports: try ports(question),
      family: try family(question),
      sourceAddresses: addresses)
    do throws(QueryError) {
      return try engine.answer(query)
    } catch {
      throw Diagnostic(.error, "cannot be answered: \(safeText("\(error)", limit: 300))")
    }
  }

  private func number(_ question: ReachQuestion) throws(Diagnostic) -> IPProtocol? {
    guard let text = question.protocol, !["all", "any", "-1"].contains(text) else { return nil }
    do throws(AddressError) {
      return try IPProtocol(parsing: text)
    } catch {
      throw Diagnostic(
        .error, "unknown protocol `\(safeText(text, limit: 40))`",
        help: "expected tcp, udp, icmp, icmpv6, sctp, all or a number from 0 to 255")
    }
  }

  private func ports(_ question: ReachQuestion) throws(Diagnostic) -> PortRange? {
    guard let text = question.port else { return nil }
    let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map { Int($0) }
    guard let first = parts.first ?? nil, let last = parts.last ?? nil,
      let range = try? PortRange(from: first, to: last)
    else {
      throw Diagnostic(
        .error, "`\(safeText(text, limit: 40))` is no port, expected 0 to 65535 or a range such as 8000-8080")
    }
    let takesPorts = try number(question).map { [.tcp, .udp, .sctp].contains($0) } ?? true
    guard takesPorts else {
      throw Diagnostic(
        .error, "protocol `\(safeText(question.protocol ?? "", limit: 40))` has no ports", help: "leave --port out")
    }
    return range
  }

  private func family(_ question: ReachQuestion) throws(Diagnostic) -> AddressFamily? {
    switch question.family?.lowercased() {
    case nil: return nil
    case "ipv4", "4": return .ipv4
    case "ipv6", "6": return .ipv6
    case .some(let text):
      throw Diagnostic(.error, "unknown family `\(safeText(text, limit: 40))`, expected ipv4 or ipv6")
    }
  }
}

extension ReachAnswer {
  init(_ question: ReachQuestion, _ answers: [Answer]) {
    let reachable = answers.first { $0.verdict == .reachable }
    let open = answers.filter { $0.verdict == .indeterminate }
    self.init(
      question: question,
      verdict: (reachable?.verdict ?? (open.isEmpty ? .unreachable : .indeterminate)).rawValue,
      packets: answers.reduce(.nothing) { $0.union($1.packets) }, witness: reachable?.witness,
      blocked: reachable == nil && open.isEmpty ? Set(answers.flatMap(\.blockedPaths)).sorted() : [],
      needs: reachable == nil ? Set(open.flatMap(\.needs)).sorted() : [])
  }
}
