import CELConformance

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `cel-conformance FILE...`: runs conformance cases in JSON lines; exits 1 if any fails, 2 if a file cannot be read.
@main
struct Main {
  static func main() {
    let files = CommandLine.arguments.dropFirst()
    guard !files.isEmpty else {
      print("usage: cel-conformance FILE...")
      exit(2)
    }
    var status: Int32 = 0
    var totals = (passed: 0, failed: 0, skipped: 0)
    for file in files {
      guard let contents = read(file) else {
        print("\(file): cannot be read")
        status = 2
        continue
      }
      let report = ConformanceReport(file: file, contents: contents)
      print(report.text)
      totals.passed += report.passed
      totals.failed += report.failures.count
      totals.skipped += report.skipped
    }
    print("\(totals.passed) passed, \(totals.failed) failed, \(totals.skipped) skipped")
    exit(status == 0 && totals.failed > 0 ? 1 : status)
  }

  private static func read(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var contents: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return ferror(file) == 0 ? contents : nil }
      contents += buffer[..<count]
    }
  }
}
