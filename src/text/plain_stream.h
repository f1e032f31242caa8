// A stream that writes numbers the same wherever it is: std::locale::global groups their digits.
#ifndef COMBTEST_SRC_TEXT_PLAIN_STREAM_H_
#define COMBTEST_SRC_TEXT_PLAIN_STREAM_H_

#include <locale>
#include <sstream>

namespace combtest::internal {

class PlainStream : public std::ostringstream {
 public:
  PlainStream() { imbue(std::locale::classic()); }
};

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_TEXT_PLAIN_STREAM_H_
