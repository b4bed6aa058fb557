import CEL
import Values

/// `cel-benchmark [NAME...]`: nanoseconds per evaluation of typical conditions, one JSON object a line for `bench.py`.
@main
struct Main {
  static func main() throws {
    let (arena, roots) = Subjects.make()
    var declarations = Declarations()
    let slot = declarations.declare(variable: "r", .dyn)
    let wanted = CommandLine.arguments.dropFirst()
    for (name, text) in Conditions.all where wanted.isEmpty || wanted.contains(name) {
      let program = try CELExpression(text).checked(against: declarations)
      var evaluator = Evaluator(arena: arena)
      let linked = evaluator.link(program)
      var trues = 0
      var best = Double.infinity
      for _ in 0..<100 {
        trues = 0
        let start = ContinuousClock.now
        for _ in 0..<4 {
          for root in roots {
            evaluator.reset()
            evaluator.set(slot, to: root)
            if evaluator.evaluate(linked).boolValue == true { trues += 1 }
          }
        }
        let elapsed = ContinuousClock.now - start
        best = min(best, nanoseconds(elapsed) / Double(4 * roots.count))
      }
      let shown = (best * 10).rounded() / 10
      print(#"{"name": "\#(name)", "ns": \#(shown), "true": \#(trues / 4)}"#)
    }
  }

  private static func nanoseconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) * 1e9 + Double(duration.components.attoseconds) / 1e9
  }
}
