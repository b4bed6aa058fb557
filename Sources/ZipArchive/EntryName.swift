/// Says what is wrong with a name; nothing is ever written, but a name is shown and looked up.
func problem(ofName bytes: ArraySlice<UInt8>, limits: ZipLimits) -> String? {
  guard !bytes.isEmpty else { return "has an entry without a name" }
  guard bytes.count <= limits.nameLength else { return "has an entry with a name of over \(limits.nameLength) bytes" }
  guard String(validating: bytes, as: UTF8.self) != nil else { return "has an entry whose name is not UTF-8" }
  guard !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
    return "has an entry with a control character in its name"
  }
  guard !bytes.contains(UInt8(ascii: "\\")) else { return "has an entry with a backslash in its name" }
  guard bytes.first != UInt8(ascii: "/") else { return "has an entry with an absolute path" }
  var steps = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
  if steps.last?.isEmpty == true { steps.removeLast() }
  let dot = UInt8(ascii: ".")
  for step in steps where step.isEmpty || step.elementsEqual([dot]) || step.elementsEqual([dot, dot]) {
    return "has an entry whose path leads elsewhere: it has an empty step, `.` or `..`"
  }
  if steps[0].dropFirst().first == UInt8(ascii: ":") { return "has an entry with a drive in its path" }
  return nil
}
