import ArgumentParser

/// What the templates of CloudFormation are deployed with.
struct TemplateOptions: ParsableArguments {
  @Option(
    help: """
      A file with the values of CloudFormation parameters: the list of ParameterKey and ParameterValue that the AWS CLI \
      takes, or names with values; AWS::Region and other pseudo-parameters too.
      """, completion: .file())
  var parameters: String?
}
