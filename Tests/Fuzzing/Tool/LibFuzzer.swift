#if LIBFUZZER
  import Fuzzing
  import Glibc

  /// libFuzzer as a library (compiler-rt, FuzzerInterface.h).
  @_silgen_name("LLVMFuzzerRunDriver")
  private func runDriver(
    _ count: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ callback: LibFuzzer.Callback
  ) -> Int32

  enum LibFuzzer {
    typealias Callback = @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32

    /// A C function has no place for the target, so that each target has one of its own.
    private static let callbacks: [(name: String, callback: Callback)] = [
      (PlanTarget.name, { call(PlanTarget.self, $0, $1) }),
      (CheckTarget.name, { call(CheckTarget.self, $0, $1) }),
      (SlicesTarget.name, { call(SlicesTarget.self, $0, $1) }),
      (YAMLTarget.name, { call(YAMLTarget.self, $0, $1) }),
      (HCLTarget.name, { call(HCLTarget.self, $0, $1) }),
      (CELTarget.name, { call(CELTarget.self, $0, $1) }),
      (IAMTarget.name, { call(IAMTarget.self, $0, $1) }),
      (BundleTarget.name, { call(BundleTarget.self, $0, $1) }),
      (ConfigurationTarget.name, { call(ConfigurationTarget.self, $0, $1) }),
      (RuleTarget.name, { call(RuleTarget.self, $0, $1) }),
    ]

    private static func call(_ target: any FuzzTarget.Type, _ data: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
      target.run(Array(UnsafeBufferPointer(start: data, count: count)))
      return 0
    }

    /// - Returns: libFuzzer's exit status; nil if there is no such target.
    static func run(_ name: String, _ arguments: [String]) -> Int32? {
      guard let callback = callbacks.first(where: { $0.name == name })?.callback else { return nil }
      // The driver keeps the pointers for as long as the process lives.
      let texts = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: arguments.count + 2)
      for (index, text) in (["fuzz"] + arguments).enumerated() { texts[index] = strdup(text) }
      texts[arguments.count + 1] = nil
      var count = Int32(arguments.count + 1)
      var list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = texts
      return runDriver(&count, &list, callback)
    }
  }
#endif
