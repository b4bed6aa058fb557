/// Which members of a body are blocks: the JSON syntax does not tell them from arguments (HCL JSON syntax, "Blocks").
public struct BodySchema: Sendable {
  /// A type of block.
  public struct BlockType: Sendable {
    /// The number of labels.
    public var labels: Int
    /// What the block holds.
    public var body: BodySchema

    /// A type of block.
    public init(labels: Int, body: BodySchema = BodySchema()) {
      self.labels = labels
      self.body = body
    }
  }

  /// The types of block by name; all other members are arguments.
  public var blocks: [String: BlockType]

  /// A schema of given blocks.
  public init(blocks: [String: BlockType] = [:]) { self.blocks = blocks }
}
