// What a type is for people who read it: text, a path, or something that prints itself.
#ifndef COMBTEST_INTERNAL_PRINTED_H_
#define COMBTEST_INTERNAL_PRINTED_H_

#include <concepts>
#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>

namespace combtest::internal {

template <class T>
concept StringLike = std::convertible_to<const T&, std::string_view> && !std::is_null_pointer_v<T>;
// std::filesystem::path, whose header isn't needed for it. (It is a range of paths, without end.)
template <class T>
concept PathLike = requires(const T& path) {
  { path.native() } -> std::convertible_to<std::string_view>;
  path.lexically_normal();
};

// Integers of 128 bits, which std::is_integral needn't know.
__extension__ using Int128 = __int128;
__extension__ using Uint128 = unsigned __int128;
template <class T>
concept IsWideInteger = std::same_as<T, Int128> || std::same_as<T, Uint128>;
std::string WideText(Int128 number);
std::string WideText(Uint128 number);

// Raw and smart pointers print as addresses, which differ from run to run.
template <class T>
concept SmartPointer = requires(const T& pointer) {
  typename T::element_type;
  pointer.get();
};
template <class T>
concept Streams = requires(std::ostream& out, const T& value) {
  out << value;
};
// GoogleTest's way.
template <class T>
concept PrintsTo = requires(std::ostream* out, const T& value) {
  PrintTo(value, out);
};
template <class T>
concept Printable = !std::is_pointer_v<T> && !SmartPointer<T> && !std::is_member_pointer_v<T> &&
                    !std::is_array_v<T> && (Streams<T> || PrintsTo<T>);

std::string Printed(const void* value, void (*print)(const void* value, std::ostream& out));

template <Printable T>
std::string Printed(const T& value) {
  return Printed(&value, [](const void* object, std::ostream& out) {
    const T& typed = *static_cast<const T*>(object);
    if constexpr (Streams<T>) {
      out << typed;
    } else {
      PrintTo(typed, &out);
    }
  });
}

}  // namespace combtest::internal

#endif  // COMBTEST_INTERNAL_PRINTED_H_
