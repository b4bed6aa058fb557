import SecretScan
import Testing

@Suite struct SecretScannerTests {
  private func kind(_ text: String, named name: String? = nil) -> SecretKind? {
    var text = text
    return text.withUTF8 { SecretScanner.kind(name: name, text: $0) }
  }

  private func isCard(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { SecretScanner.holdsCardNumber($0) }
  }

  /// Tokens are put together here, so that no scanner of repositories takes this file for a leak.
  private static let letters = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0"

  @Test func credentialsAreKnownByTheirForm() {
    let letters = Self.letters
    #expect(kind("AKIA" + "Q3EGRT7YHDLMZPW2") == .accessKey)
    #expect(kind("token " + "ghp_" + letters.prefix(36)) == .token)
    #expect(kind("xoxb-" + letters) == .token)
    #expect(kind("sk_live_" + letters.prefix(24)) == .key)
    #expect(kind("-----BEGIN RSA PRIVATE KEY-----\n" + letters + letters + "\n") == .privateKey)
    #expect(kind("postgres://shop:example-not-real@db/shop") == .addressWithPassword)
    #expect(kind("eyJhbGciOiJIUzI1NiJ9." + letters + "." + letters) == .token)
  }

  @Test func credentialsAreKnownByTheirNames() {
    #expect(kind("example-not-real", named: "DB_PASSWORD") == .password)
    #expect(kind("password", named: "POSTGRES_PASSWORD") == .password)
    #expect(kind("hunter2", named: "masterUserPassword") == .password)
    #expect(kind(Self.letters, named: "api_key") == .key)
    #expect(kind(Self.letters, named: "authToken") == .token)
    #expect(kind("db.user=shop\ndb.password=example-not-real\n") == .password)
    #expect(kind("#!/bin/sh\nexport API_TOKEN=\"\(Self.letters)\"\n") == .token)
    #expect(kind("database:\n  password: example-not-real\n") == .password)
  }

  @Test func whatOnlyStandsForACredentialIsNone() {
    let references = [
      "${DB_PASSWORD}", "$DB_PASSWORD", "{{ .Values.password }}", "{{resolve:secretsmanager:db}}",
      "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db", "/run/secrets/db", "vault:secret/db#password",
      "changeme",
      "<password>", "********", "xxxxxxxx", "true", "required", "ref+awsssm://db", "%DB_PASSWORD%",
      "your_password_here",
      "$(DB_PASSWORD)", "#{password}", "",
    ]
    for text in references { #expect(kind(text, named: "DB_PASSWORD") == nil, "\(text)") }
    let names = ["db-credentials", "payments-token", "my-client-secret", "shop/db/password", "k8s-secret-name"]
    for text in names { #expect(kind(text, named: "secret") == nil, "\(text)") }
  }

  @Test func otherThingsThatLookRandomAreNone() {
    let digest = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    #expect(kind("registry.example.com/api@\(digest)", named: "image") == nil)
    #expect(kind("AKIA" + "IOSFODNN7EXAMPLE") == nil)
    #expect(kind("AKIAXXXXXXXXXXXXXXXX") == nil)
    #expect(kind("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7", named: "public_key") == nil)
    #expect(kind("-----BEGIN PUBLIC KEY-----\n\(Self.letters)\(Self.letters)\n") == nil)
    #expect(
      kind("-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----\n" + String(repeating: " ", count: 80)) == nil)
    #expect(kind("https://user@example.com/path") == nil)
    #expect(kind("https://${USER}:${PASSWORD}@example.com/path") == nil)
    #expect(
      kind("arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab", named: "kms_key") == nil)
    #expect(kind("4f5b2a90c3d1e87a", named: "etag") == nil)
    #expect(kind("password = getpass(prompt)\n") == nil)
    #expect(kind("# password: see the vault\nuser: shop\n") == nil)
  }

  @Test func cardNumbersAreFoundWhereTheyStandAlone() {
    for text in ["4111111111111111", "4111 1111 1111 1111", "name,5555-5555-5555-4444,x", "378282246310005"] {
      #expect(isCard(text), "\(text)")
    }
    let others = [
      "4111111111111112", "111122223333", "1732200000000", "20241121.4111111111111111",
      "arn:aws:x:4111111111111111:y", "a4111111111111111", "411111111111111", "0123456789abcdef4111111111111111",
    ]
    for text in others { #expect(!isCard(text), "\(text)") }
  }
}
