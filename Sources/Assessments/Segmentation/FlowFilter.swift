import CEL
import Diagnostics
import Network
import Rules

/// Takes out of a flow what a rule allows.
struct FlowFilter {
  private let relevant: PacketSet?
  private let declared: [(from: String, to: String, inbound: PacketSet, outbound: PacketSet)]
  private let allow: CELExpression?
  private let rule: Rule

  init(_ check: Rule.FlowCheck, _ scope: ScopeDeclaration?, _ rule: Rule) throws(Diagnostic) {
    self.rule = rule
    relevant =
      check.ports.isEmpty
      ? nil
      : check.ports.compactMap { UInt16(exactly: $0) }.reduce(PacketSet.empty) { set, port in
        [IPProtocol.tcp, .udp].reduce(set) {
          $0.union(PacketSet(protocol: $1, destinationPorts: PortRange(port)))
        }
      }
    var flows: [(from: String, to: String, inbound: PacketSet, outbound: PacketSet)] = []
    for flow in check.allowsDeclared ? scope?.flows ?? [] : [] {
      flows.append(
        (flow.from, flow.to, try Self.packets(flow, isInbound: true), try Self.packets(flow, isInbound: false)))
    }
    declared = flows
    allow = try check.allow.map { allow throws(Diagnostic) in
      var declarations = Declarations(libraries: FunctionLibrary.all)
      declarations.declare(variable: "flow", .dyn)
      return try ConditionCompiler.program(allow, declarations, .bool).expression
    }
  }

  /// The packets of a declared flow; its addresses are those of the far end.
  private static func packets(_ flow: ScopeDeclaration.Flow, isInbound: Bool) throws(Diagnostic) -> PacketSet {
    do throws(AddressError) {
      var addresses: [Prefix] = []
      for text in flow.addresses { addresses.append(try Prefix(parsing: text, hostBits: .dropped)) }
      let far = addresses.isEmpty ? AddressSet.everything : AddressSet(addresses)
      let number = ["all", "any", "-1"].contains(flow.protocol) ? nil : try IPProtocol(parsing: flow.protocol)
      let ranges = flow.ports.isEmpty ? [(0, 65535)] : flow.ports.map { ($0.first, $0.last) }
      var result = PacketSet.empty
      for (first, last) in ranges {
        result = result.union(
          PacketSet(
            source: isInbound ? far : .everything, destination: isInbound ? .everything : far, protocol: number,
            destinationPorts: try PortRange(from: first, to: last)))
      }
      return result
    } catch {
      throw Diagnostic(.error, "a declared flow is not understood: \(error)", at: flow.location)
    }
  }

  /// What is left of packets from zones to zones.
  func rest(_ packets: Bounds, _ path: [PathKind], from: [String], to: [String]) throws(Diagnostic) -> Bounds {
    var rest = relevant.map { packets.intersection($0) } ?? packets
    for flow in declared where from.contains(flow.from) && to.contains(flow.to) {
      rest = rest.subtracting(ScopeDeclaration.outside.contains(flow.to) ? flow.outbound : flow.inbound)
    }
    guard let allow, !rest.upper.isEmpty else { return rest }
    var allowed: [PacketBox] = []
    for box in rest.upper.boxes where try isAllowed(box, path, allow, from, to) { allowed.append(box) }
    return rest.subtracting(PacketSet(allowed))
  }

  private func isAllowed(
    _ box: PacketBox, _ path: [PathKind], _ allow: CELExpression, _ from: [String], _ to: [String]
  ) throws(Diagnostic) -> Bool {
    do throws(EvaluationFailure) {
      return try allow.evaluate(["flow": Self.data(box, path, from, to)]) == .bool(true)
    } catch {
      throw Diagnostic(.error, "rule `\(rule.id)`: `allow` cannot be evaluated: \(error)", at: rule.location)
    }
  }

  /// A flow as conditions see it.
  static func data(_ box: PacketBox, _ path: [PathKind], _ from: [String], _ to: [String]) -> CELData {
    func texts(_ list: [String]) -> CELData { .list(list.map { .string($0) }) }
    func entry(_ name: String, _ value: CELData) -> CELData.Entry { CELData.Entry(.string(name), value) }
    let isAll = box.protocols == .full
    return .map([
      entry("protocol", .string(isAll ? "all" : IPProtocol(box.protocols.low).description)),
      entry("fromPort", .int(Int64(box.destinationPorts.low))), entry("toPort", .int(Int64(box.destinationPorts.high))),
      entry("sources", texts(box.sourceRange.prefixes.map(\.description))),
      entry("destinations", texts(box.destinationRange.prefixes.map(\.description))),
      entry("path", texts(path.map(\.rawValue))), entry("fromZones", texts(from)), entry("toZones", texts(to)),
    ])
  }
}
