import Diagnostics
import Documents
import Foundation
import TestSupport
import Testing

/// What happens when something fails underneath: memory, files, the process itself.
@Suite struct FaultTests {
  private static let plan = "fixtures/network/public-instance/plan.json"

  /// `fuzz` beside `pcicheck`.
  private static let tool = URL(fileURLWithPath: Command.binary).deletingLastPathComponent()
    .appendingPathComponent("fuzz").path

  private static func shell(_ script: String, _ arguments: [String], in folder: String = Project.root) throws -> (
    status: Int32, output: String
  ) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", script, "sh"] + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  @Test(arguments: [("fixtures/terraform/no-resources/plan.json", 1), (plan, 211)])
  func withoutMemoryJanssonSaysThatAndNothingElse(_ plan: String, _ step: Int) throws {
    let run = try Self.shell("exec \"$@\"", [Self.tool, "allocations", plan, "\(step)"])
    #expect(run.status == 0 && run.output.hasPrefix("refused"), "\(run.output)")
  }

  @Test func filesThatComeInPiecesAreReadWhole() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/plan.json"
    #expect(mkfifo(path, 0o600) == 0)
    let bytes = try Project.bytes(Project.path(Self.plan))
    let writer = Thread {
      let descriptor = open(path, O_WRONLY)
      var offset = 0
      var piece = 1
      while offset < bytes.count {
        let end = min(bytes.count, offset + piece)
        let written = bytes[offset..<end].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        offset += max(0, written)
        piece = piece % 97 + 1
      }
      close(descriptor)
    }
    writer.start()
    #expect(try readInput(path).bytes == bytes)
  }

  @Test func linesThatComeInPiecesAreReadWhole() throws {
    let folder = try TemporaryFolder()
    let texts = (0..<300).map { String(repeating: "x", count: $0 * 7) }
    let path = try folder.write("lines", texts.joined(separator: "\n"))
    var lines = try LineReader(path, limit: 2_000)
    for text in texts {
      #expect(try lines.next() == (text.utf8.count > 2_000 ? .tooLong : .text(Array(text.utf8))))
    }
    #expect(try lines.next() == nil)
  }

  @Test func aFullDiskIsReportedAndLeavesWhatWasThere() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("report.json", "old")
    // Files of at most one block (512 or 1,024 bytes), which is what a shell can make of a full disk.
    let run = try Self.shell(
      "ulimit -f 1; exec \"$@\"", [Command.binary, Self.plan, "--format", "json", "--output", path])
    #expect(run.status == 2 && run.output.contains("cannot be written"), "\(run.output)")
    #expect(try Project.text(path) == "old")
    #expect(Project.files(in: folder.path) == [path], "nothing is left beside it")
  }

  @Test(.enabled(if: Project.exists("/dev/full"), "there is no /dev/full here"))
  func aReportThatStandardOutputDoesNotTakeIsNoSuccess() throws {
    for arguments in [["--format", "json"], ["--format", "terminal"]] {
      let run = try Self.shell("exec \"$@\" >/dev/full", [Command.binary, Self.plan] + arguments)
      #expect(run.status == 2 && run.output.contains("standard output cannot be written"), "\(run.output)")
    }
    let line = "{\"path\": \"\(Self.plan)\"}"
    let run = try Self.shell("echo \"$2\" | \"$1\" check --stream >/dev/full", [Command.binary, line])
    #expect(run.status == 2 && run.output.contains("standard output"), "\(run.output)")
  }

  @Test func aProcessThatIsKilledLeavesNoTornFile() throws {
    let folder = try TemporaryFolder()
    let report = "\(folder.path)/report.json"
    let bundle = "\(folder.path)/evidence.zip"
    let started = ContinuousClock.now
    try Self.start(report, bundle).waitUntilExit()
    let duration = ContinuousClock.now - started
    let whole = [report: try Project.bytes(report), bundle: try Project.bytes(bundle)]
    let old = Array("what was there before".utf8)
    var generator = SeededGenerator(seed: 31)
    for _ in 0..<(LongRun.isOn ? 300 : 10) {
      for path in whole.keys { try Data(old).write(to: URL(fileURLWithPath: path)) }
      let process = try Self.start(report, bundle)
      // Mostly towards the end, when files are written.
      let share = 1 - pow(Double.random(in: 0..<1, using: &generator), 2)
      usleep(
        UInt32(share * 1.1 * Double(duration.components.attoseconds) / 1e12) + UInt32(duration.components.seconds)
          * 1_000_000)
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      for (path, new) in whole {
        let found = try Project.bytes(path)
        #expect(found == old || found == new, "\(path) has \(found.count) bytes")
      }
    }
  }

  private static func start(_ report: String, _ bundle: String) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Command.binary)
    process.arguments = [
      Project.path(plan), "--format", "json", "--output", report, "--bundle", bundle, "--force",
    ]
    process.environment = Command.environment(["SOURCE_DATE_EPOCH": "1700000000", "PATH": "/usr/bin:/bin"])
    process.currentDirectoryURL = URL(fileURLWithPath: Project.root)
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }
}
