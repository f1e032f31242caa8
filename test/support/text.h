// Looking for a piece of a text.
#ifndef COMBTEST_TEST_SUPPORT_TEXT_H_
#define COMBTEST_TEST_SUPPORT_TEXT_H_

#include <gtest/gtest.h>

#include <sstream>
#include <string>

namespace combtest::test {

inline testing::AssertionResult Contains(const std::string& text, const std::string& piece) {
  if (text.find(piece) != text.npos) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "no `" << piece << "` in:\n" << text;
}

template <class T>
std::string Printed(const T& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

// What `action` throws says, as an E; a failure where it throws nothing else.
template <class E, class Function>
std::string MessageOf(Function action) {
  try {
    action();
  } catch (const E& error) {
    return error.what();
  }
  ADD_FAILURE() << "nothing was thrown";
  return {};
}

}  // namespace combtest::test

#endif  // COMBTEST_TEST_SUPPORT_TEXT_H_
