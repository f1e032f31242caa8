#include "combtest/internal/listing_options.h"

#include "src/os/exit_watch.h"

namespace combtest::internal {

ListingOptions::ListingOptions(const std::string& action)
    : watch_(new ExitWatch([action] { return "Options() of " + action; })) {}

ListingOptions::~ListingOptions() { delete static_cast<ExitWatch*>(watch_); }

}  // namespace combtest::internal
