#if LIBFUZZER
  import Fuzzing
  import Glibc

  /// libFuzzer as a library (compiler-rt, FuzzerInterface.h).
  @_silgen_name("LLVMFuzzerRunDriver")
  private func runDriver(
    _ count: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
  ) -> Int32

  enum LibFuzzer {
    /// What is fuzzed. A C function has no place for it but a global one; it is set once, before libFuzzer starts.
    nonisolated(unsafe) private static var target: (any FuzzTarget.Type)?

    /// - Returns: libFuzzer's exit status; nil if there is no such target.
    static func run(_ name: String, _ arguments: [String]) -> Int32? {
      target = fuzzTargets.first { $0.name == name }
      guard target != nil else { return nil }
      // The driver keeps the pointers for as long as the process lives.
      let texts = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: arguments.count + 2)
      // To merge, libFuzzer starts itself again by a shell, with the first argument as the program.
      let program = "\(CommandLine.arguments[0]) \(name)"
      for (index, text) in ([program] + arguments).enumerated() { texts[index] = strdup(text) }
      texts[arguments.count + 1] = nil
      var count = Int32(arguments.count + 1)
      var list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = texts
      return runDriver(&count, &list) { data, count in
        LibFuzzer.target?.run(Array(UnsafeBufferPointer(start: data, count: count)))
        return 0
      }
    }
  }
#endif
