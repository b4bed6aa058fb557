import CZlib

/// Inflates a raw deflate stream; nil unless it ends with its input and gives exactly `size` bytes.
func inflate(_ packed: ArraySlice<UInt8>, size: Int) -> [UInt8]? {
  // One byte of room more shows a stream that goes on.
  var isWhole = false
  let bytes = [UInt8](unsafeUninitializedCapacity: size + 1) { output, count in
    packed.withUnsafeBufferPointer { input in
      let result = shim_inflate(input.baseAddress, input.count, output.baseAddress, size + 1)
      isWhole = result.status == Z_STREAM_END && result.consumed == input.count && result.produced == size
      count = min(result.produced, size)
    }
  }
  return isWhole ? bytes : nil
}

/// CRC-32 as ZIP uses it.
func checksum(_ bytes: [UInt8]) -> UInt32 {
  bytes.withUnsafeBufferPointer { shim_crc32($0.baseAddress, $0.count) }
}
