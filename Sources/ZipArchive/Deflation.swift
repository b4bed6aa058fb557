import CZlib

/// Deflates bytes into a raw stream; nil if that does not make them smaller.
func deflate(_ bytes: [UInt8], level: Int32) -> [UInt8]? {
  let room = shim_deflate_bound(bytes.count)
  var size = 0
  let packed = [UInt8](unsafeUninitializedCapacity: room) { output, count in
    bytes.withUnsafeBufferPointer { input in
      size = shim_deflate(input.baseAddress, input.count, output.baseAddress, room, level)
      count = size
    }
  }
  return size > 0 && size < bytes.count ? packed : nil
}
