import ArgumentParser
import Diagnostics
import Glibc
import PCICheckKit

enum OutputStream: Int32 {
  case standardOutput = 1
  case standardError = 2
}

/// Writes everything, or stops quietly if the reader is gone. A report that cannot be written whole (a full disk) ends the
/// run: a part of it must not be taken for the whole.
func write(_ bytes: [UInt8], to stream: OutputStream) {
  signal(SIGPIPE, SIG_IGN)
  signal(SIGXFSZ, SIG_IGN)
  var offset = 0
  while offset < bytes.count {
    let count = bytes.withUnsafeBytes {
      Glibc.write(stream.rawValue, $0.baseAddress?.advanced(by: offset), $0.count - offset)
    }
    if count > 0 {
      offset += count
    } else if errno != EINTR {
      guard errno != EPIPE, stream == .standardOutput else { return }
      printDiagnostic(
        Diagnostic(.error, "standard output cannot be written: \(String(cString: strerror(errno)).lowercased())"))
      exitProcess(.notAssessed)
    }
  }
}

func write(_ text: String, to stream: OutputStream) { write(Array(text.utf8), to: stream) }

/// Prints a problem the way compilers do: place, severity, sentence; the line with a marker; what to do.
func printDiagnostic(_ problem: Diagnostic) {
  let place = problem.location.map { "\(safeText($0.description)): " } ?? ""
  var text = "\(place)\(problem.severity.rawValue): \(problem.message)\n"
  if let excerpt = problem.excerpt {
    let marker =
      String(repeating: " ", count: max(0, excerpt.column - 1)) + String(repeating: "^", count: max(1, excerpt.length))
    text += "  \(safeText(excerpt.line))\n  \(marker)\n"
  }
  if let help = problem.help { text += "  help: \(help)\n" }
  write(text, to: .standardError)
}

func exitProcess(_ status: ExitStatus) -> Never { exit(status.rawValue) }

/// When colours are written.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never

  /// `auto` means a terminal that nobody asked to be plain (no-color.org), or one that somebody asked to be coloured.
  var isOn: Bool {
    switch self {
    case .always: return true
    case .never: return false
    case .auto:
      if let value = getenv("NO_COLOR"), value.pointee != 0 { return false }
      if let value = getenv("FORCE_COLOR"), value.pointee != 0 { return true }
      return isatty(1) == 1 && getenv("TERM").map { String(cString: $0) } != "dumb"
    }
  }
}

/// The columns of the terminal, 100 where there is none.
func terminalWidth() -> Int {
  var size = winsize()
  guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 100 }
  return Int(size.ws_col)
}
