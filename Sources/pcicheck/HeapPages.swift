import Glibc

/// The pages that the heap of a small run takes.
///
/// The kernel makes a page when it is first touched, which takes longer than most of what is done with one. A run of a
/// plan of a hundred kilobytes touches some 500; asked for all at once, the kernel makes them in less time: half a
/// millisecond of ten (docs/performance.md).
enum HeapPages {
  private static let size = 2 << 20
  /// `MADV_POPULATE_WRITE` of Linux 5.14, for which the C library has no name yet; older kernels refuse it.
  private static let populate: Int32 = 23

  /// Makes them, before anything large is allocated.
  static func prepare() {
    // The first large block has a mapping of its own. Once it is free, the library takes smaller ones from the heap, and
    // keeps them ("Malloc Tunable Parameters" of the C library's manual).
    useBlock(size + 4 * page) { _ in }
    useBlock(size) { madvise($0, size, populate) }
  }

  private static func useBlock(_ size: Int, _ body: (UnsafeMutableRawPointer) -> Void) {
    var block: UnsafeMutableRawPointer?
    guard posix_memalign(&block, page, size) == 0, let block else { return }
    body(block)
    free(block)
  }

  private static let page = 4096
}
