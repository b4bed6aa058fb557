import Assessments
import Diagnostics
import Documents
import EvidenceBundle
import Glibc
import Reporting

/// What the machine says about who runs what, where and when.
struct MachineFacts {
  /// The clock of the run; `SOURCE_DATE_EPOCH` sets it.
  ///
  /// - Throws: a diagnostic for a variable that is no number of seconds.
  static func clock() throws(Diagnostic) -> (instant: Instant, source: String) {
    guard let text = variable("SOURCE_DATE_EPOCH") else {
      return (Instant(seconds: Int64(time(nil))), "machine")
    }
    guard let seconds = Int64(text), (0...253_402_300_799).contains(seconds) else {
      throw Diagnostic(
        .error, "the variable SOURCE_DATE_EPOCH is no number of seconds since 1970",
        help: "unset it, or set it to something like `$(git log -1 --format=%ct)`")
    }
    return (Instant(seconds: seconds), "SOURCE_DATE_EPOCH")
  }

  /// `+01:00 (CET)`: the offset from UTC that holds at a moment, and what the machine calls it.
  static func timeZone(at instant: Instant) -> String {
    var moment = time_t(instant.seconds)
    var parts = tm()
    guard localtime_r(&moment, &parts) != nil else { return "+00:00 (UTC)" }
    let minutes = abs(parts.tm_gmtoff) / 60
    func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let name = parts.tm_zone.map { String(cString: $0) } ?? ""
    return "\(parts.tm_gmtoff < 0 ? "-" : "+")\(padded(minutes / 60)):\(padded(minutes % 60)) (\(name))"
  }

  static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  static var user: String? { getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } }

  static var host: String? {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return nil }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// SHA-256 of the running program.
  static var binaryDigest: String? { (try? readInput("/proc/self/exe")).map { hexDigest($0.bytes) } }

  /// Commit and remote of the repository around the working directory; nil if there is none, or no git.
  static var git: Provenance.Git? {
    func ask(_ arguments: [String]) -> String? {
      guard let run = runProgram(["git"] + arguments), run.status == 0 else { return nil }
      let line = String(decoding: run.output.prefix { $0 != 0x0A }, as: UTF8.self)
      return line.isEmpty ? nil : line
    }
    guard let commit = ask(["rev-parse", "--verify", "--quiet", "HEAD"]) else { return nil }
    return Provenance.Git(
      commit: commit, remote: ask(["config", "--get", "remote.origin.url"]).map(withoutCredentials))
  }

  /// A URL without user and password; other texts with their secrets taken out.
  static func withoutCredentials(_ url: String) -> String {
    guard let scheme = url.firstRange(of: "://") else { return withoutSecrets(url) }
    let authority = url[scheme.upperBound...].prefix { $0 != "/" }
    guard let at = authority.lastIndex(of: "@") else { return withoutSecrets(url) }
    return withoutSecrets(String(url[..<scheme.upperBound] + url[url.index(after: at)...]))
  }
}
