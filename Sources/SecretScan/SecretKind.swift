/// What a text seems to be that should not stand in a configuration.
public enum SecretKind: String, Sendable, CaseIterable {
  case privateKey = "private key"
  case accessKey = "access key"
  case token
  case password
  case key
  case addressWithPassword = "address with a password"
  case cardNumber = "card number"
}
