/// The pieces of a text for `Fn::Sub`: `${Name}` and `${Name.Attribute}` stand for values, `${!Literal}` for `${Literal}`.
struct SubstitutionText {
  enum Piece: Equatable {
    case text(String)
    case name(String)
  }

  let pieces: [Piece]

  init(_ text: String) {
    var pieces: [Piece] = []
    var plain = ""
    var rest = text[...]
    while let start = rest.firstRange(of: "${") {
      guard let end = rest[start.upperBound...].firstIndex(of: "}") else { break }
      plain += rest[..<start.lowerBound]
      let inner = rest[start.upperBound..<end]
      if inner.hasPrefix("!") {
        plain += "${\(inner.dropFirst())}"
      } else {
        if !plain.isEmpty { pieces.append(.text(plain)) }
        plain = ""
        let name = inner.drop { $0 == " " }
        pieces.append(.name(String(name.reversed().drop { $0 == " " }.reversed())))
      }
      rest = rest[rest.index(after: end)...]
    }
    plain += rest
    if !plain.isEmpty || pieces.isEmpty { pieces.append(.text(plain)) }
    self.pieces = pieces
  }
}
