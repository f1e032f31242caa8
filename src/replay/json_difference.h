// Where two JSON values differ.
#ifndef COMBTEST_SRC_REPLAY_JSON_DIFFERENCE_H_
#define COMBTEST_SRC_REPLAY_JSON_DIFFERENCE_H_

#include <boost/json/fwd.hpp>
#include <string>

namespace combtest::internal {

// "state.users[3].name: was "a", is "b"": the first difference; empty where there is none.
std::string FirstDifference(const boost::json::value& was, const boost::json::value& is,
                            const std::string& path);

}  // namespace combtest::internal

#endif  // COMBTEST_SRC_REPLAY_JSON_DIFFERENCE_H_
