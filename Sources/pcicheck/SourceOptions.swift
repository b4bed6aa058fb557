import ArgumentParser

/// Where the configuration behind a plan is, and the program that shows saved plans.
struct SourceOptions: ParsableArguments {
  @Option(
    help: """
      The folder of the configuration that the plan was made from: resolves what plan JSON hides and shows file and \
      line. A saved plan carries its own.
      """, completion: .directory)
  var source: String?

  @Option(help: "The program that shows saved plans (default: terraform, then tofu).", completion: .file())
  var terraform: String?
}
