import Values

/// Reads ordinary JSON into an arena by ``FastJSONReader``.
enum FastJSON {
  /// - Returns: the root value in `builder`'s arena; nil if Jansson must judge the text. What was built until then
  ///   stays in the arena, unreachable.
  static func read(
    _ bytes: [UInt8], omitting repetition: JSONRepetition?, into builder: inout ValueArenaBuilder
  ) -> NodeID? {
    builder.reserve(forTextOf: bytes.count)
    guard let repetition, !builder.recordsPositions else { return read(bytes.span, into: &builder) }
    let finished = builder.finished
    let omission = JSONOmission(repetition, &builder)
    let root = read(bytes.span, omitting: omission, into: &builder) { ReadAhead(bytes, from: $0, repetition) }
    guard let root, let repeated = builder.arena.member(root, repetition.member),
      builder.arena[repeated].kind == .map
    else { return root }
    if let original = builder.arena.member(root, repetition.original), builder.arena[original].kind == .list {
      return root
    }
    // Nothing else says what was left out.
    builder.forget(since: finished)
    return read(bytes.span, into: &builder)
  }

  private static func read(
    _ text: Span<UInt8>, omitting omission: JSONOmission? = nil, into builder: inout ValueArenaBuilder,
    lookingAhead look: @escaping (Int) -> ReadAhead? = { _ in nil }
  ) -> NodeID? {
    var reader = FastJSONReader<KeptValues>(size: text.count, passing: omission?.member, lookingAhead: look)
    let mark = builder.mark
    // The builder is lent: with two owners all that is built would be copied.
    var sink = KeptValues(builder: ValueArenaBuilder(), omission: omission)
    swap(&builder, &sink.builder)
    let isRead = reader.document(text, &sink)
    swap(&builder, &sink.builder)
    guard isRead else {
      builder.discard(since: mark)
      return nil
    }
    return builder.finishRoot()
  }
}
