// While an action's options are listed.
#ifndef COMBTEST_INTERNAL_LISTING_OPTIONS_H_
#define COMBTEST_INTERNAL_LISTING_OPTIONS_H_

#include <string>

namespace combtest::internal {

// An exit() meanwhile names the action and isn't taken for success.
class ListingOptions {
 public:
  explicit ListingOptions(const std::string& action);
  ~ListingOptions();
  ListingOptions(const ListingOptions&) = delete;
  ListingOptions& operator=(const ListingOptions&) = delete;

 private:
  void* const watch_;
};

}  // namespace combtest::internal

#endif  // COMBTEST_INTERNAL_LISTING_OPTIONS_H_
