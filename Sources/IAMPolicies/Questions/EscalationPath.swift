/// A set of permissions with which an identity can give itself more than it has.
///
/// The actions and what they do are those of the "Service Authorization Reference" of each service; the choice of
/// combinations is ours.
public struct EscalationPath: Hashable, Sendable {
  /// Something that must be allowed.
  public struct Requirement: Hashable, Sendable {
    /// How much must be allowed for the step to reach somebody with more permissions.
    public enum Reach: Hashable, Sendable {
      /// On any resource at all.
      case some
      /// On all resources, or on all of a kind.
      case all
      /// As ``all``, or on the identity itself (`user/${aws:username}`).
      case allOrSelf
    }

    public let action: String
    public let reach: Reach
    /// The context of the step, for policies that allow it to some services or with some policies only.
    public let context: RequestContext

    public init(_ action: String, _ reach: Reach = .some, context: RequestContext = RequestContext()) {
      self.action = action
      self.reach = reach
      self.context = context
    }
  }

  /// A permanent name.
  public let id: String
  /// What can be done, one clause.
  public let summary: String
  /// All of these must be allowed.
  public let requirements: [Requirement]

  public init(id: String, summary: String, requirements: [Requirement]) {
    self.id = id
    self.summary = summary
    self.requirements = requirements
  }
}

extension EscalationPath {
  /// The paths that are looked for unless others are given.
  public static let known: [EscalationPath] = ownPolicies + credentials + trust + services

  /// Attaching whatever one likes, with no boundary on what comes of it: policies that demand a permissions boundary, or
  /// name the policies that may be attached, do not match.
  private static let unbounded = RequestContext(
    values: ["iam:PolicyARN": ["arn:aws:iam::aws:policy/AdministratorAccess"]], absent: ["iam:PermissionsBoundary"])

  private static func single(
    _ id: String, _ summary: String, _ action: String, _ reach: Requirement.Reach,
    _ context: RequestContext = unbounded
  ) -> EscalationPath {
    EscalationPath(id: id, summary: summary, requirements: [Requirement(action, reach, context: context)])
  }

  private static let ownPolicies: [EscalationPath] = [
    single("create-policy-version", "rewrite a policy that applies to oneself", "iam:CreatePolicyVersion", .all),
    single("set-default-policy-version", "bring back a wider version of a policy", "iam:SetDefaultPolicyVersion", .all),
    single("attach-user-policy", "attach an administrator's policy to a user", "iam:AttachUserPolicy", .allOrSelf),
    single("attach-group-policy", "attach an administrator's policy to one's group", "iam:AttachGroupPolicy", .all),
    single("attach-role-policy", "attach an administrator's policy to one's role", "iam:AttachRolePolicy", .all),
    single("put-user-policy", "write an inline policy for a user", "iam:PutUserPolicy", .allOrSelf),
    single("put-group-policy", "write an inline policy for one's group", "iam:PutGroupPolicy", .all),
    single("put-role-policy", "write an inline policy for one's role", "iam:PutRolePolicy", .all),
    single("add-user-to-group", "join a group of administrators", "iam:AddUserToGroup", .all),
    single("delete-user-boundary", "remove a user's boundary", "iam:DeleteUserPermissionsBoundary", .allOrSelf),
    single("delete-role-boundary", "remove a role's permissions boundary", "iam:DeleteRolePermissionsBoundary", .all),
  ]

  private static let credentials: [EscalationPath] = [
    single("create-access-key", "make access keys for other users", "iam:CreateAccessKey", .all),
    single("create-login-profile", "set a console password for other users", "iam:CreateLoginProfile", .all),
    single("update-login-profile", "change the console password of other users", "iam:UpdateLoginProfile", .all),
  ]

  private static let trust: [EscalationPath] = [
    EscalationPath(
      id: "update-assume-role-policy", summary: "make any role trust oneself, and assume it",
      requirements: [Requirement("iam:UpdateAssumeRolePolicy", .all)]),
    EscalationPath(
      id: "assume-any-role", summary: "assume every role that trusts the account",
      requirements: [Requirement("sts:AssumeRole", .all)]),
    EscalationPath(
      id: "create-permission-set", summary: "give oneself a permission set of an administrator",
      requirements: [Requirement("sso:AttachManagedPolicyToPermissionSet"), Requirement("sso:ProvisionPermissionSet")]),
  ]

  /// Handing a role to a service and having it run one's own instructions.
  private static func passRole(_ id: String, _ service: String, _ actions: [String]) -> EscalationPath {
    let context = RequestContext(values: ["iam:PassedToService": [service]])
    return EscalationPath(
      id: "pass-role-to-\(id)", summary: "run one's own code with a role passed to \(service)",
      requirements: [Requirement("iam:PassRole", .all, context: context)] + actions.map { Requirement($0) })
  }

  private static let services: [EscalationPath] = [
    passRole("ec2", "ec2.amazonaws.com", ["ec2:RunInstances"]),
    passRole("lambda-invoke", "lambda.amazonaws.com", ["lambda:CreateFunction", "lambda:InvokeFunction"]),
    passRole("lambda-event", "lambda.amazonaws.com", ["lambda:CreateFunction", "lambda:CreateEventSourceMapping"]),
    passRole("lambda-permission", "lambda.amazonaws.com", ["lambda:CreateFunction", "lambda:AddPermission"]),
    passRole("cloudformation", "cloudformation.amazonaws.com", ["cloudformation:CreateStack"]),
    passRole("glue-endpoint", "glue.amazonaws.com", ["glue:CreateDevEndpoint"]),
    passRole("glue-job", "glue.amazonaws.com", ["glue:CreateJob", "glue:StartJobRun"]),
    passRole(
      "data-pipeline", "datapipeline.amazonaws.com",
      ["datapipeline:CreatePipeline", "datapipeline:PutPipelineDefinition"]),
    passRole(
      "sagemaker-notebook", "sagemaker.amazonaws.com",
      ["sagemaker:CreateNotebookInstance", "sagemaker:CreatePresignedNotebookInstanceUrl"]),
    passRole("sagemaker-job", "sagemaker.amazonaws.com", ["sagemaker:CreateTrainingJob"]),
    passRole("codebuild", "codebuild.amazonaws.com", ["codebuild:CreateProject", "codebuild:StartBuild"]),
    passRole("ecs", "ecs-tasks.amazonaws.com", ["ecs:RegisterTaskDefinition", "ecs:RunTask"]),
    passRole("ssm-automation", "ssm.amazonaws.com", ["ssm:StartAutomationExecution"]),
    passRole(
      "autoscaling", "ec2.amazonaws.com",
      ["autoscaling:CreateLaunchConfiguration", "autoscaling:CreateAutoScalingGroup"]),
    EscalationPath(
      id: "update-function-code", summary: "replace the code of functions that have more permissions",
      requirements: [Requirement("lambda:UpdateFunctionCode", .all)]),
    EscalationPath(
      id: "run-command", summary: "run commands on instances that have more permissions",
      requirements: [Requirement("ssm:SendCommand", .all)]),
  ]
}
