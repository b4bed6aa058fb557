#pragma once
#include <stddef.h>
#include <zlib.h>

// zlib counts in 32 bits and starts streams through macros; both end here.

typedef struct {
  int status;       // Z_STREAM_END if the stream is whole
  size_t consumed;  // bytes read
  size_t produced;  // bytes written
} shim_inflated;

// Inflates one raw deflate stream into a buffer that it may not outgrow.
static inline shim_inflated shim_inflate(
    const unsigned char *input, size_t input_size, unsigned char *output, size_t output_size) {
  shim_inflated result = {Z_STREAM_ERROR, 0, 0};
  z_stream stream = {0};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return result;
  const size_t piece = 1u << 30;
  do {
    size_t room_in = input_size - result.consumed, room_out = output_size - result.produced;
    stream.next_in = (Bytef *)(input + result.consumed);
    stream.avail_in = (uInt)(room_in < piece ? room_in : piece);
    stream.next_out = output + result.produced;
    stream.avail_out = (uInt)(room_out < piece ? room_out : piece);
    uInt in = stream.avail_in, out = stream.avail_out;
    result.status = inflate(&stream, Z_NO_FLUSH);
    result.consumed += in - stream.avail_in;
    result.produced += out - stream.avail_out;
  } while (result.status == Z_OK && result.consumed < input_size && result.produced < output_size);
  inflateEnd(&stream);
  return result;
}

static inline unsigned int shim_crc32(const unsigned char *bytes, size_t size) {
  return (unsigned int)crc32_z(0, bytes, size);
}
