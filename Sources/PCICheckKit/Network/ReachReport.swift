import Diagnostics
import Documents
import Network
import NetworkAdapter
import ResourceGraph

/// An answer as text and as JSON (policies/schema/reach.schema.json).
extension NetworkSession {
  /// Where an element stands in the inputs.
  struct Origin {
    let address: String
    let attribute: String
    let file: String
    let pointer: String?
    let line: Int?
  }

  func origin(_ element: Element) -> Origin? {
    guard let found = map.origin(of: element, in: graph) else { return nil }
    let resource = graph[found.resource]
    let position = found.node.flatMap { graph.arena.position($0) } ?? resource.origin.position
    let source = graph.trail(of: found.resource, path: found.attribute.split(separator: ".").map { .name(String($0)) })
    return Origin(
      address: resource.address, attribute: found.attribute,
      file: source?.place.file ?? graph.documents[resource.origin.document].name, pointer: resource.origin.pointer,
      line: source?.place.line ?? position.map { Int($0.line) })
  }

  // MARK: JSON

  public func json(_ answer: ReachAnswer) -> [UInt8] {
    var writer = JSONWriter(indents: true)
    writer.object { writer in
      writer.member("schemaVersion", "1.0")
      writer.member("answer", answer.verdict)
      writer.name("question")
      writer.object { writer in
        writer.member("from", answer.question.from)
        writer.member("to", answer.question.to)
        writer.member("protocol", answer.question.protocol)
        writer.member("port", answer.question.port)
        writer.member("family", answer.question.family)
      }
      if let witness = answer.witness {
        writer.name("witness")
        write(witness, &writer)
      }
      if !answer.blocked.isEmpty {
        writer.name("blockedBy")
        writer.array { writer in for path in answer.blocked { write(path, &writer) } }
      }
      writer.name("needs")
      writer.array { writer in
        for need in answer.needs {
          writer.object { writer in
            writer.member("unknown", need.unknown.id)
            writer.member("reason", need.unknown.reason)
            write(need.element, &writer)
          }
        }
      }
      writer.name("packets")
      writer.object { writer in
        writer.member("certain", lines(answer.packets.lower))
        writer.member("possible", lines(answer.packets.upper))
      }
      writer.member("issues", issues)
    }
    writer.endLine()
    return writer.bytes
  }

  private func lines(_ packets: PacketSet) -> [String] { packets.boxes.map(\.description).sorted() }

  private func write(_ element: Element, _ writer: inout JSONWriter) {
    writer.member("element", element.label)
    writer.member("kind", element.kind.rawValue)
    guard let origin = origin(element) else { return }
    writer.member("address", origin.address)
    if !origin.attribute.isEmpty { writer.member("attribute", origin.attribute) }
    writer.member("file", origin.file)
    if let pointer = origin.pointer, !pointer.isEmpty { writer.member("pointer", pointer) }
    if let line = origin.line { writer.member("line", line) }
  }

  private func write(_ witness: Witness, _ writer: inout JSONWriter) {
    writer.object { writer in
      if let packet = witness.packet {
        writer.name("packet")
        write(packet, &writer)
      }
      writer.member("path", witness.legs.flatMap(\.kinds).map(\.rawValue))
      writer.name("hops")
      writer.array { writer in
        for (number, leg) in witness.legs.enumerated() {
          for hop in leg.hops {
            writer.object { writer in
              writer.member("leg", number + 1)
              writer.member("from", leg.from.label)
              writer.member("to", leg.to.label)
              writer.member("role", hop.role.rawValue)
              write(hop.element, &writer)
            }
          }
        }
      }
    }
  }

  private func write(_ packet: Packet, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("protocol", packet.protocol.description)
      writer.member("source", packet.source.description)
      writer.member("destination", packet.destination.description)
      writer.member("sourcePort", Int(packet.sourcePort))
      writer.member("destinationPort", Int(packet.destinationPort))
    }
  }

  private func write(_ path: BlockedPath, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("from", path.from.label)
      writer.member("to", path.to.label)
      writer.member("path", path.kinds.map(\.rawValue))
      writer.name("blockers")
      writer.array { writer in
        for blocker in path.blockers {
          writer.object { writer in
            writer.member("role", blocker.role.rawValue)
            writer.member("reason", blocker.reason)
            write(blocker.element, &writer)
          }
        }
      }
    }
  }

  // MARK: Text

  public func text(_ answer: ReachAnswer) -> String {
    var lines = ["\(safeText(answer.question.from)) -> \(safeText(answer.question.to)): \(answer.verdict)"]
    if let witness = answer.witness { lines += text(witness) }
    for path in answer.blocked {
      let kinds = path.kinds.isEmpty ? "no path" : "path over \(path.kinds.map(\.rawValue).joined(separator: ", "))"
      lines.append("  \(kinds): \(safeText(path.from.label)) -> \(safeText(path.to.label)) is blocked")
      lines += path.blockers.map { "    \($0.role.rawValue): \(safeText($0.reason))\(place($0.element))" }
    }
    if !answer.needs.isEmpty {
      lines.append("  it depends on:")
      lines += answer.needs.map { "    \(safeText($0.unknown.reason))\(place($0.element))" }
      lines.append("  possibly: \(safeText(answer.packets.upper.description, limit: 600))")
    }
    for issue in issues.prefix(10) { lines.append("  note: \(safeText(issue))") }
    return lines.joined(separator: "\n") + "\n"
  }

  private func text(_ witness: Witness) -> [String] {
    witness.legs.flatMap { leg in
      ["  \(leg.packet) (\(leg.kinds.map(\.rawValue).joined(separator: ", ")))"]
        + leg.hops.map { hop in
          let role = hop.role.rawValue + String(repeating: " ", count: max(0, 18 - hop.role.rawValue.utf8.count))
          return "    \(role) \(safeText(hop.element.label))\(place(hop.element))"
        }
    }
  }

  /// Where an element stands, in brackets.
  private func place(_ element: Element) -> String {
    guard let origin = origin(element) else { return "" }
    let line = origin.line.map { ":\($0)" } ?? origin.pointer.map { $0.isEmpty ? "" : "#\($0)" } ?? ""
    return "  [\(safeText(origin.file))\(safeText(line))]"
  }
}
