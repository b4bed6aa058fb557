import Values

/// Resources as plans have them: 27 attributes, five ingress rules.
enum Subjects {
  static let count = 1_000

  static func make() -> (arena: ValueArena, roots: [NodeID]) {
    var builder = ValueArenaBuilder()
    let roots = (0..<count).map { add($0, &builder) }
    return (builder.build(), roots)
  }

  private static func add(_ index: Int, _ builder: inout ValueArenaBuilder) -> NodeID {
    let mark = builder.mark
    func key(_ name: String) -> KeyID { builder.key(name) }
    for filler in 0..<11 { builder.push(builder.stringNode("value \(filler)"), key: key("attribute_\(filler)")) }
    builder.push(.bool(index % 7 != 1), key: key("storage_encrypted"))
    builder.push(.int(Int64(index % 30)), key: key("backup_retention_period"))
    builder.push(builder.stringNode(index % 3 == 0 ? "postgres" : "mysql"), key: key("engine"))
    builder.push(builder.stringNode("db-\(index)"), key: key("name"))
    let tags = builder.mark
    builder.push(builder.stringNode("team \(index % 5)"), key: builder.key("owner"))
    builder.push(builder.stringNode("production"), key: builder.key("environment"))
    builder.closeContainer(.map, since: tags, key: key("tags"))
    let rules = builder.mark
    for rule in 0..<5 { addRule(rule, isOpen: index % 7 == 0 && rule == 4, &builder) }
    builder.closeContainer(.list, since: rules, key: key("ingress"))
    for filler in 11..<21 { builder.push(.int(Int64(filler)), key: key("attribute_\(filler)")) }
    builder.closeContainer(.map, since: mark)
    return builder.finishRoot()
  }

  private static func addRule(_ rule: Int, isOpen: Bool, _ builder: inout ValueArenaBuilder) {
    let mark = builder.mark
    builder.push(builder.stringNode(isOpen ? "0.0.0.0/0" : "10.\(rule).0.0/16"), key: builder.key("cidr"))
    builder.push(.int(isOpen ? 0 : Int64(rule * 1_000)), key: builder.key("from_port"))
    builder.push(.int(isOpen ? 65_535 : Int64(rule * 1_000 + 10)), key: builder.key("to_port"))
    let cidrs = builder.mark
    builder.push(builder.stringNode("192.168.\(rule).0/24"))
    builder.push(builder.stringNode("10.\(rule).0.0/16"))
    builder.closeContainer(.list, since: cidrs, key: builder.key("cidrs"))
    builder.closeContainer(.map, since: mark)
  }
}
