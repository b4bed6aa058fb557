import Testing

@testable import Network

@Suite("Blocks in one pass")
struct BlockParsingTests {
  @Test(
    "what is read in one pass is what the strict reader reads",
    arguments: [
      "10.0.0.0/16", "0.0.0.0/0", "255.255.255.255/32", "10.0.0.5/24", "1.2.3.4/9", "01.2.3.4/8", "1.2.3/8",
      "1.2.3.4.5/8",
      "1.2.3.4/33", "1.2.3.4/08", "1.2.3.4/", "1.2.3.4", "256.1.1.1/8", "1..2.3/8", "/8", "", "1.2.3.4/8 ",
      " 1.2.3.4/8",
      "1.2.3.4/-1", "1.2.3.999/8", "1.2.3.4/00", "::/0", "2001:db8::/32", "1.2.3.4/8/8", "1/2/3/4.8",
    ])
  func agreement(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let address = parts.count == 2 ? try? Address(parsing: parts[0]) : nil
    let length = parts.count == 2 ? Address.decimal(Array(parts[1].utf8)[...]) : nil
    let strict: (UInt128, Int)? =
      if let address, address.family == .ipv4, let length, length <= 32 { (address.bits, length) } else { nil }
    let quick = Address.block(text)
    #expect(quick?.bits == strict?.0 && quick?.length == strict?.1)
  }
}
