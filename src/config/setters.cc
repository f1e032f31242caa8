// What config::SetThreads and the like do.
#include <optional>
#include <string>

#include "combtest/config.h"
#include "src/config/option_table.h"
#include "src/config/set_from_code.h"

namespace combtest::config {

// Through its text, so that a value is checked as one that is given elsewhere.
template <class T>
void Setter<T>::operator()(const T& value) const {
  Settings settings;
  settings.*member = value;
  internal::SetFromCode(option, internal::FindOption(option)->kind.print(settings),
                        "config::" + internal::SetterOf(option));
}

template struct Setter<bool>;
template struct Setter<int>;
template struct Setter<unsigned>;
template struct Setter<std::optional<unsigned>>;
template struct Setter<std::optional<std::uint64_t>>;
template struct Setter<double>;
template struct Setter<std::uint64_t>;
template struct Setter<std::chrono::nanoseconds>;
template struct Setter<std::string>;
template struct Setter<FlakyPolicy>;
template struct Setter<Order>;

}  // namespace combtest::config
