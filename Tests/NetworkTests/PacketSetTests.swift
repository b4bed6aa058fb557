import NetworkOracle
import Testing

@testable import Network

@Suite("Prefixes and packet sets")
struct PacketSetTests {
  @Test(
    "text of prefixes is read strictly",
    arguments: [
      ("10.0.0.0/16", "10.0.0.0/16"), ("0.0.0.0/0", "0.0.0.0/0"), ("2001:db8::/32", "2001:db8::/32"), ("::/0", "::/0"),
      ("::ffff:10.0.0.0/104", "::ffff:a00:0/104"), ("1:2:3:4:5:6:7:8/128", "1:2:3:4:5:6:7:8/128"),
    ])
  func reads(_ text: String, _ canonical: String) throws {
    #expect(try Prefix(parsing: text).description == canonical)
  }

  @Test(
    "what is not a prefix is refused",
    arguments: [
      "", "/", "10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0/8", "10.0.0.256/32", "010.0.0.0/8", "10.0.0.0/08",
      "10.0.0.1/24", " 10.0.0.0/8", "10.0.0.0/8 ", "::/129", ":::/0", "1::2::3/64", "1:2:3:4:5:6:7/64", "g::/16",
      "2001:db8::1/32", "fe80::%eth0/64", "12345::/16", "1:2:3:4:5:6:7:8::/128", "10.0.0.0/-1", "10.0.0.0/8/8",
      "1.2.3.4::/64", "::1.2.3/96", ":1/128", "1:/128",
    ])
  func refuses(_ text: String) {
    #expect(throws: AddressError.self) { try Prefix(parsing: text) }
  }

  @Test("bits beyond the length can be dropped on request")
  func dropsHostBits() throws {
    #expect(try Prefix(parsing: "10.1.2.3/8", hostBits: .dropped) == prefix("10.0.0.0/8"))
    #expect(throws: AddressError.hostBitsSet("10.1.2.3/8", meant: prefix("10.0.0.0/8"))) {
      try Prefix(parsing: "10.1.2.3/8")
    }
  }

  @Test("containment, overlap and splitting")
  func relations() throws {
    #expect(prefix("10.0.0.0/8").contains(prefix("10.2.0.0/16")))
    #expect(!prefix("10.2.0.0/16").contains(prefix("10.0.0.0/8")))
    #expect(prefix("10.2.0.0/16").overlaps(prefix("10.0.0.0/8")))
    #expect(!prefix("0.0.0.0/0").overlaps(prefix("::/0")))
    #expect(try prefix("10.0.0.0/23").split(into: 24).map(\.description) == ["10.0.0.0/24", "10.0.1.0/24"])
    #expect(throws: AddressError.self) { try prefix("10.0.0.0/8").split(into: 32) }
    #expect(try prefix("0.0.0.0/0").split(into: 1).map(\.description) == ["0.0.0.0/1", "128.0.0.0/1"])
  }

  @Test("the two halves make the whole")
  func halves() {
    let halves = AddressSet([prefix("0.0.0.0/1"), prefix("128.0.0.0/1")])
    #expect(halves == AddressSet([Prefix.everything(.ipv4)]))
    #expect(halves.description == "0.0.0.0/0")
    #expect(AddressSet([prefix("::/1"), prefix("8000::/1")]).description == "::/0")
  }

  @Test("ports out of order and out of range are refused")
  func ports() throws {
    #expect(throws: AddressError.reversedPorts(from: 443, to: 80)) { try PortRange(from: 443, to: 80) }
    #expect(throws: AddressError.badPort(70000)) { try PortRange(from: 0, to: 70000) }
    #expect(throws: AddressError.badPort(-1)) { try PortRange(from: -1, to: -1) }
    #expect(try IPProtocol(parsing: "TCP") == .tcp)
    #expect(try IPProtocol(parsing: "50").number == 50)
    #expect(throws: AddressError.badProtocol("256")) { try IPProtocol(parsing: "256") }
  }

  /// A small universe in which a set can be compared packet by packet.
  private static func box(_ numbers: inout SeededNumbers) -> PacketBox {
    func side<Bound: FixedWidthInteger & UnsignedInteger & Sendable>(_ top: Bound) -> Interval<Bound> {
      let (one, other) = (Bound.random(in: 0...top, using: &numbers), Bound.random(in: 0...top, using: &numbers))
      return Interval(low: min(one, other), high: max(one, other))
    }
    return PacketBox(
      Bool.random(using: &numbers) ? .ipv4 : .ipv6, source: side(2), destination: side(2), protocols: side(2),
      sourcePorts: side(1), destinationPorts: side(3))
  }

  private static let universe: [Packet] = AddressFamily.allCases.flatMap { family in
    (0..<3).flatMap { source in
      (0..<3).flatMap { destination in
        (0..<3).flatMap { number in
          (0..<2).flatMap { from in
            (0..<4).map { to in
              Packet(
                source: Address(family, UInt128(source)), destination: Address(family, UInt128(destination)),
                protocol: IPProtocol(UInt8(number)), sourcePort: UInt16(from), destinationPort: UInt16(to))
            }
          }
        }
      }
    }
  }

  @Test("set algebra agrees with packets, one by one", arguments: 0..<200)
  func algebra(_ seed: Int) throws {
    var numbers = SeededNumbers(UInt64(seed))
    let boxes = (0..<6).map { _ in Self.box(&numbers) }
    let (left, right) = (PacketSet(joining: boxes[..<3]), PacketSet(joining: boxes[3...]))
    let (union, both, rest) = (left.union(right), left.intersection(right), left.subtracting(right))
    for packet in Self.universe {
      let (isLeft, isRight) = (
        boxes[..<3].contains { $0.contains(packet) }, boxes[3...].contains { $0.contains(packet) }
      )
      #expect(left.contains(packet) == isLeft)
      #expect(union.contains(packet) == (isLeft || isRight))
      #expect(both.contains(packet) == (isLeft && isRight))
      #expect(rest.contains(packet) == (isLeft && !isRight))
    }
    #expect(rest.isEmpty == left.isSubset(of: right))
    #expect(union.subtracting(rest) == right)
    #expect(both.isEmpty == !left.overlaps(right))
    if let sample = rest.sample() { #expect(rest.contains(sample)) } else { #expect(rest.isEmpty) }
  }

  @Test("requests are the packets whose replies are in the set")
  func requests() {
    let answers = PacketSet(
      source: AddressSet([prefix("10.0.0.0/24")]), destination: AddressSet([prefix("10.1.0.0/24")]), protocol: .tcp,
      sourcePorts: PortRange(443), destinationPorts: .ephemeral)
    let asked = PacketSet(
      source: AddressSet([prefix("10.1.0.0/24")]), destination: AddressSet([prefix("10.0.0.0/24")]), protocol: .tcp,
      sourcePorts: .ephemeral, destinationPorts: PortRange(443))
    #expect(answers.requests() == asked)
    let echoReply = PacketSet(protocol: .icmp, destinationPorts: PortRange(0...255))
    let echo = PacketSet(protocol: .icmp, destinationPorts: PortRange((8 << 8)...(8 << 8 | 255)))
    #expect(echoReply.requests().only(.ipv4) == echoReply.union(echo).only(.ipv4))
  }

  @Test(
    "type and code of ICMP stay in place in a reply, in either family", arguments: [IPProtocol.icmp, .icmpv6],
    AddressFamily.allCases)
  func unportedReplies(_ number: IPProtocol, _ family: AddressFamily) throws {
    let (request, reply): (UInt16, UInt16) = number == .icmp ? (8 << 8, 0) : (128 << 8, 129 << 8)
    let all = AddressSet([Prefix.everything(family)])
    // An ACL entry that lets replies out: an echo reply, from whatever source port.
    let entry = PacketSet(
      source: all, destination: all, protocol: number, destinationPorts: PortRange(reply...(reply | 255)))
    let packet = Packet(
      source: Address(family, 1), destination: Address(family, 2), protocol: number, sourcePort: 1024,
      destinationPort: request)
    #expect(entry.requests().contains(packet))
    let deniesAll = PacketSet(
      source: all, destination: all, protocol: number, destinationPorts: PortRange(3 << 8...(3 << 8 | 255)))
    #expect(!deniesAll.requests().contains(packet))
  }
}
