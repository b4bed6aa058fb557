import Assessments
import Rules

/// Colours of a terminal (ECMA-48 SGR), or none.
struct Palette {
  let isOn: Bool

  func bold(_ text: String) -> String { wrap(text, "1") }
  func dim(_ text: String) -> String { wrap(text, "2") }
  func red(_ text: String) -> String { wrap(text, "31") }
  func green(_ text: String) -> String { wrap(text, "32") }
  func yellow(_ text: String) -> String { wrap(text, "33") }
  func cyan(_ text: String) -> String { wrap(text, "36") }

  func severity(_ severity: Severity, _ text: String) -> String {
    switch severity {
    case .critical: wrap(text, "1;31")
    case .high: red(text)
    case .medium: yellow(text)
    case .low: cyan(text)
    }
  }

  private func wrap(_ text: String, _ code: String) -> String { isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }
}
