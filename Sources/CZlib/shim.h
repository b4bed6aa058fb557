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

// The most that shim_deflate can write for an input of this size.
static inline size_t shim_deflate_bound(size_t size) { return size + (size >> 8) + (size >> 9) + 128; }

// Deflates a buffer into one raw stream; gives its size, 0 if the output has no room for it.
static inline size_t shim_deflate(
    const unsigned char *input, size_t input_size, unsigned char *output, size_t output_size, int level) {
  z_stream stream = {0};
  if (deflateInit2(&stream, level, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
  const size_t piece = 1u << 30;
  size_t consumed = 0, produced = 0;
  int status = Z_OK;
  do {
    size_t room_in = input_size - consumed, room_out = output_size - produced;
    stream.next_in = (Bytef *)(input + consumed);
    stream.avail_in = (uInt)(room_in < piece ? room_in : piece);
    stream.next_out = output + produced;
    stream.avail_out = (uInt)(room_out < piece ? room_out : piece);
    uInt in = stream.avail_in, out = stream.avail_out;
    status = deflate(&stream, in == room_in ? Z_FINISH : Z_NO_FLUSH);
    consumed += in - stream.avail_in;
    produced += out - stream.avail_out;
  } while (status == Z_OK && produced < output_size);
  deflateEnd(&stream);
  return status == Z_STREAM_END ? produced : 0;
}

static inline unsigned int shim_crc32(const unsigned char *bytes, size_t size) {
  return (unsigned int)crc32_z(0, bytes, size);
}
