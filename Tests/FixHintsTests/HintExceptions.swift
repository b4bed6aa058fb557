/// Rules of which not every failing example is mended by what its hint says, with the reason.
enum HintExceptions {
  static let reasons: [String: String] = [:]
}
