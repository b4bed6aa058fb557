/// What the name of a member says of its value.
enum SecretName {
  /// The last words of names whose values are credentials, without case and separators.
  private static let passwords = ["password", "passwd", "passphrase", "pwd", "passwort"].map { Array($0.utf8) }
  private static let kinds: [(String, SecretKind)] = [
    ("secretaccesskey", .accessKey), ("secretkey", .key), ("accesskey", .accessKey), ("privatekey", .privateKey),
    ("apikey", .key), ("apisecret", .key), ("clientsecret", .key), ("authtoken", .token), ("accesstoken", .token),
    ("refreshtoken", .token), ("bearertoken", .token), ("apitoken", .token), ("bottoken", .token), ("token", .token),
    ("encryptionkey", .key), ("signingkey", .key), ("sharedkey", .key), ("masterkey", .key), ("sharedsecret", .key),
    ("webhooksecret", .key), ("jwtsecret", .key), ("sessionsecret", .key), ("appsecret", .key), ("secret", .key),
    ("credential", .password), ("credentials", .password),
  ]
  private static let others = kinds.map { (ending: Array($0.0.utf8), kind: $0.1) }
  /// Endings that are no credentials although their last word is.
  private static let harmless = [
    "nexttoken", "pagetoken", "continuationtoken", "idempotencytoken", "clienttoken", "requesttoken", "generatesecret",
    "keepsecret", "existingsecret", "imagepullsecret", "tlssecret", "hasapassword", "requirepassword", "resetpassword",
    "managemasteruserpassword", "allowuserstochangepassword", "createsecret", "usesecret", "automounttoken",
    "automountserviceaccounttoken", "httptoken", "externalsecret", "sealedsecret", "mountsecret", "rotatesecret",
    "temporarypassword", "etcpasswd", "publicaccesskey", "kubernetesiotlssecret",
  ].map { Array($0.utf8) }

  /// The kind of credential that a name announces, nil if it announces none.
  static func kind(_ name: String) -> SecretKind? {
    guard name.utf8.count >= 3, name.utf8.count <= 80, mayAnnounce(name) else { return nil }
    var plain: [UInt8] = []
    plain.reserveCapacity(name.utf8.count)
    for byte in name.utf8 {
      switch byte {
      case 0x41...0x5A: plain.append(byte | 0x20)
      case 0x61...0x7A, 0x30...0x39: plain.append(byte)
      default: continue
      }
    }
    while let last = plain.last, (0x30...0x39).contains(last) { plain.removeLast() }
    guard hasStem(plain) else { return nil }
    guard !harmless.contains(where: { ends(plain, in: $0) }) else { return nil }
    if passwords.contains(where: { ends(plain, in: $0) }) { return .password }
    return others.first { ends(plain, in: $0.ending) }?.kind
  }

  private static func ends(_ name: [UInt8], in ending: [UInt8]) -> Bool {
    guard name.count >= ending.count, name.last == ending.last else { return false }
    return name.suffix(ending.count).elementsEqual(ending)
  }

  /// Whether one of the stems of all words can be in a name, by its letters alone: most names have not the letters.
  private static func mayAnnounce(_ name: String) -> Bool {
    var letters: UInt32 = 0
    for byte in name.utf8 { letters |= 1 << UInt32(byte & 0x1F) }
    return stems.contains { letters & $0.letters == $0.letters }
  }

  /// Whether `pas`, `pwd`, `sec`, `tok`, `key` or `cre` is in a name.
  private static func hasStem(_ name: [UInt8]) -> Bool {
    var last: UInt32 = 0
    for byte in name {
      last = (last << 8 | UInt32(byte)) & 0xFF_FFFF
      if stems.contains(where: { $0.text == last }) { return true }
    }
    return false
  }

  /// The stems of three letters: as one number, and as a set of letters without case.
  private static let stems = ["pas", "pwd", "sec", "tok", "key", "cre"].map { stem in
    (
      text: stem.utf8.reduce(UInt32(0)) { $0 << 8 | UInt32($1) },
      letters: stem.utf8.reduce(UInt32(0)) { $0 | 1 << UInt32($1 & 0x1F) }
    )
  }
}
