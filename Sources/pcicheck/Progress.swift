import Glibc
import PCICheckKit
import Synchronization

/// Says on a terminal what takes long. Nothing is written within the first second, nor anywhere but to a terminal, and
/// nothing stays of it.
final class Progress: Sendable {
  private struct State {
    var stage: PCICheck.Stage = .reading
    /// Columns that are to be cleared.
    var width = 0
    var isOver = false
  }

  private let state = Mutex(State())

  /// Runs something that says which stage it has come to.
  static func shown<Result>(
    unless isQuiet: Bool, _ body: (@Sendable (PCICheck.Stage) -> Void) throws -> Result
  ) throws -> Result {
    guard !isQuiet, isWanted else { return try body { _ in } }
    let progress = Progress()
    let task = Task.detached { await progress.run() }
    defer {
      task.cancel()
      progress.stop()
    }
    return try body { stage in progress.state.withLock { $0.stage = stage } }
  }

  /// A terminal that can go back to the beginning of a line, and that nobody asked to be plain.
  private static var isWanted: Bool {
    guard isatty(2) == 1, getenv("NO_COLOR") == nil, getenv("CI") == nil else { return false }
    return getenv("TERM").map { String(cString: $0) } != "dumb"
  }

  private func run() async {
    var seconds = 1
    while true {
      guard (try? await Task.sleep(for: .seconds(1))) != nil else { return }
      state.withLock { state in
        guard !state.isOver else { return }
        let text = "\(state.stage.rawValue) ... \(seconds) s"
        let rest = String(repeating: " ", count: max(0, state.width - text.count))
        write("\r\(text)\(rest)", to: .standardError)
        state.width = text.count
      }
      seconds += 1
    }
  }

  private func stop() {
    state.withLock { state in
      state.isOver = true
      guard state.width > 0 else { return }
      write("\r\(String(repeating: " ", count: state.width))\r", to: .standardError)
    }
  }
}
