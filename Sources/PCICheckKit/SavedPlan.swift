import Diagnostics
import Glibc

/// A binary plan as `terraform plan -out` writes it; only Terraform (or OpenTofu) itself can turn it into JSON.
struct SavedPlan {
  let path: String
  let terraform: String?

  /// The output of `terraform show -json PATH`, run in the current folder and, if that fails, in the plan's own.
  func show() throws(Diagnostic) -> [UInt8] {
    let location = SourceLocation(file: path)
    let programs = terraform.map { [$0] } ?? ["terraform", "tofu"]
    var problem: Diagnostic?
    for program in programs {
      for arguments in attempts(program) {
        guard let run = runProgram(arguments) else { continue }
        if run.status == 0, !run.output.isEmpty { return run.output }
        let reason = Self.reason(run.errors)
        problem =
          problem
          ?? Diagnostic(
            .error,
            "is a saved plan, and `\(program) show -json` failed: \(safeText(reason, limit: 300))",
            at: location, help: "run it where `\(program) init` was run, or make the JSON there and give that")
      }
    }
    throw problem
      ?? Diagnostic(
        .error, "is a saved plan, and \(programs.map { "`\($0)`" }.joined(separator: " or ")) cannot be run to show it",
        at: location,
        help: "give the program with --terraform PATH, or make the JSON with `terraform show -json tfplan > plan.json`")
  }

  /// What a program says went wrong: warnings come before, in a frame of their own.
  private static func reason(_ errors: [UInt8]) -> String {
    let lines = String(decoding: errors, as: UTF8.self).split(separator: "\n")
    let chosen = lines.first { $0.contains("Error: ") } ?? lines.first { !$0.allSatisfy(\.isWhitespace) }
    return chosen.map { String($0.drop { "│╷ ".contains($0) }) } ?? "no message"
  }

  private func attempts(_ program: String) -> [[String]] {
    let absolute = realpath(path, nil).map { pointer in
      defer { free(pointer) }
      return String(cString: pointer)
    }
    guard let absolute, let slash = absolute.lastIndex(of: "/") else {
      return [[program, "show", "-no-color", "-json", path]]
    }
    let folder = absolute[..<slash]
    return [
      [program, "show", "-no-color", "-json", absolute],
      [program, "-chdir=\(folder)", "show", "-no-color", "-json", absolute],
    ]
  }
}

/// Runs a program and collects what it writes; nil if it cannot be started.
func runProgram(_ arguments: [String]) -> (status: Int32, output: [UInt8], errors: [UInt8])? {
  var out: [Int32] = [-1, -1]
  var err: [Int32] = [-1, -1]
  guard pipe(&out) == 0, pipe(&err) == 0 else { return nil }
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_adddup2(&actions, out[1], 1)
  posix_spawn_file_actions_adddup2(&actions, err[1], 2)
  for descriptor in out + err { posix_spawn_file_actions_addclose(&actions, descriptor) }
  var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
  pointers.append(nil)
  defer { for pointer in pointers { free(pointer) } }
  var child = pid_t()
  let started = posix_spawnp(&child, arguments[0], &actions, nil, pointers, environ)
  close(out[1])
  close(err[1])
  defer {
    close(out[0])
    close(err[0])
  }
  guard started == 0 else { return nil }
  let (output, errors) = drain(out[0], err[0])
  var status: Int32 = 0
  while waitpid(child, &status, 0) < 0, errno == EINTR {}
  return (status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F), output, errors)
}

/// Reads two pipes to their ends; one after the other could block the writer.
private func drain(_ first: Int32, _ second: Int32) -> ([UInt8], [UInt8]) {
  var results: [[UInt8]] = [[], []]
  var polls = [
    pollfd(fd: first, events: Int16(POLLIN), revents: 0), pollfd(fd: second, events: Int16(POLLIN), revents: 0),
  ]
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while polls.contains(where: { $0.fd >= 0 }) {
    guard poll(&polls, nfds_t(polls.count), -1) >= 0 || errno == EINTR else { break }
    for index in polls.indices where polls[index].fd >= 0 && polls[index].revents != 0 {
      let count = read(polls[index].fd, &buffer, buffer.count)
      if count > 0 { results[index] += buffer[..<count] } else if count == 0 || errno != EINTR { polls[index].fd = -1 }
    }
  }
  return (results[0], results[1])
}
