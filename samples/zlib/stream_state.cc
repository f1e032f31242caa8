#include "samples/zlib/stream_state.h"

#include <boost/algorithm/hex.hpp>
#include <boost/json/value.hpp>
#include <iterator>

namespace zlib_sample {

std::string Bytes::to_json() const { return boost::algorithm::hex_lower(data); }

Bytes Bytes::from_json(const boost::json::value& json) {
  Bytes bytes;
  boost::algorithm::unhex(json.as_string().begin(), json.as_string().end(),
                          std::back_inserter(bytes.data));
  return bytes;
}

}  // namespace zlib_sample
