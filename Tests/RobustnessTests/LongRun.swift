import Foundation

/// `PCICHECK_LONG_TESTS=1` asks for what takes minutes: a thousand cuts of each fixture, every example of every rule.
enum LongRun {
  static let isOn = ProcessInfo.processInfo.environment["PCICHECK_LONG_TESTS"] == "1"
}
