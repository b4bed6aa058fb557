import Foundation
import TestSupport
import Testing

/// The completion scripts, loaded in real shells; a shell that is not installed is skipped by name.
@Suite(.serialized) struct CompletionTests {
  /// What is typed, and what must be offered.
  private static let cases: [(words: [String], offered: String)] = [
    (["expl"], "explain"),
    (["explain", "aws-rds-not-pub"], "aws-rds-not-public"),
    (["check", "--format", "jso"], "json"),
    (["check", "--fail-on", "crit"], "critical"),
    (["check", "--rules", "aws-vpc-flow-logs"], "aws-vpc-flow-logs"),
  ]

  private static func path(_ shell: String) -> String? {
    ["/bin/", "/usr/bin/", "/usr/local/bin/"].map { $0 + shell }.first(where: FileManager.default.isExecutableFile)
  }

  private static func has(_ shell: String) -> Bool { path(shell) != nil }

  private func run(_ shell: String, _ arguments: [String]) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: try #require(Self.path(shell)))
    process.arguments = arguments
    let folder = URL(fileURLWithPath: Command.binary).deletingLastPathComponent().path
    process.environment = Command.environment([
      "PATH": "\(folder):/usr/bin:/bin", "HOME": NSTemporaryDirectory(), "TERM": "xterm",
    ])
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self)
  }

  private func script(_ shell: String, in scratch: TemporaryFolder) throws -> String {
    let script = try Command.run(["--generate-completion-script", shell])
    #expect(script.status == 0)
    return try scratch.write("completion.\(shell)", script.output)
  }

  @Test func bashOffersCommandsAndValues() throws {
    let scratch = try TemporaryFolder()
    let file = try script("bash", in: scratch)
    for (words, offered) in Self.cases {
      let line = (["pcicheck"] + words).joined(separator: " ")
      let list = (["pcicheck"] + words).map { "'\($0)'" }.joined(separator: " ")
      let text = """
        source \(file)
        COMP_LINE='\(line)'; COMP_POINT=${#COMP_LINE}; COMP_WORDS=(\(list)); COMP_CWORD=\(words.count)
        _pcicheck pcicheck "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
        printf '%s\\n' "${COMPREPLY[@]}"
        """
      let offers = try run("bash", ["--norc", "-c", text]).split(separator: "\n").map(String.init)
      #expect(offers.contains(offered), "\(line): \(offers)")
    }
  }

  @Test(.enabled(if: has("fish"), "fish is not installed"))
  func fishOffersCommandsAndValues() throws {
    let scratch = try TemporaryFolder()
    let file = try script("fish", in: scratch)
    // fish asks the command for ids of rules only at a terminal.
    for (words, offered) in Self.cases where !offered.hasPrefix("aws-") {
      let line = (["pcicheck"] + words).joined(separator: " ")
      let text = try run("fish", ["-N", "-c", "source \(file); complete -C '\(line)'"])
      let offers = text.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
      #expect(offers.contains(offered), "\(line): \(offers)")
    }
  }

  /// zsh completes only at a terminal, so it gets one, and shows what the line became.
  @Test(.enabled(if: has("zsh"), "zsh is not installed"))
  func zshCompletesCommandsAndValues() throws {
    let scratch = try TemporaryFolder()
    let file = try script("zsh", in: scratch)
    let driver = try scratch.write("driver.zsh", Array(Self.driver.utf8))
    for (words, offered) in Self.cases {
      let line = (["pcicheck"] + words).joined(separator: " ")
      let became = try run("zsh", ["-f", driver, file, line])
      let expected = (["pcicheck"] + words.dropLast() + [offered]).joined(separator: " ")
      #expect(became.trimmingCharacters(in: .whitespacesAndNewlines).hasPrefix(expected), "\(line): \(became)")
    }
  }

  private static let driver = #"""
    zmodload zsh/zpty
    zpty -b z zsh -f -i
    zpty -w z "autoload -Uz compinit; compinit -u -D; source $1; compdef _pcicheck pcicheck; \
    show() { print -r -- \"<<\$BUFFER>>\"; zle -M done; }; zle -N show; bindkey '^Xp' show; print READ\"\"Y"
    out=""
    repeat 100; do zpty -r -t z more && out+=$more; [[ $out == *READY* ]] && break; sleep 0.05; done
    zpty -w -n z "$2"$'\t'
    sleep 0.5
    zpty -w -n z $'\x18p'
    repeat 100; do
      zpty -r -t z more && out+=$more
      [[ $out == *'<<'*'>>'*'<<'*'>>'* ]] && break
      sleep 0.05
    done
    print -r -- "${${out##*<<}%%>>*}"
    zpty -d z
    """#
}
