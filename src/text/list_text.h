// Lists inside sentences.
#ifndef COMBTEST_SRC_TEXT_LIST_TEXT_H_
#define COMBTEST_SRC_TEXT_LIST_TEXT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace combtest::internal {

// "a, b and 7 more"; `count` is how many there are, of which `some` are the first.
std::string ListText(const std::vector<std::string>& some, std::uint64_t count,
                     std::size_t max = 5);
// Adds an entry to a list that is separated by ", ", unless it is there.
void AddToList(std::string& list, std::string_view entry);
// "1 walk", "2 walks".
std::string CountText(std::uint64_t count, const std::string& one);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_TEXT_LIST_TEXT_H_
