// A zlib with faults, to be preloaded: what combtest says of them is tested. FAULTY says which:
// "one", "crash" or "three". A deflater with some pairs of settings can't be made.
#include <dlfcn.h>
#include <zlib.h>

#include <csignal>
#include <cstdlib>
#include <string_view>

extern "C" int deflateInit2_(z_streamp stream, int level, int method, int window_bits,
                             int mem_level, int strategy, const char* version, int size) {
  const char* const variable = std::getenv("FAULTY");
  const std::string_view faults = variable == nullptr ? "" : variable;
  const bool broken = level == 9 && strategy == Z_RLE;
  if (broken && faults == "crash") std::raise(SIGSEGV);
  if (broken && faults == "one") return Z_MEM_ERROR;
  const bool raw = window_bits < 0;
  if (faults == "three" && (broken || (level == 9 && mem_level == 1) || (raw && strategy == Z_RLE)))
    return Z_MEM_ERROR;
  static const auto real =
      reinterpret_cast<decltype(&deflateInit2_)>(dlsym(RTLD_NEXT, "deflateInit2_"));
  return real(stream, level, method, window_bits, mem_level, strategy, version, size);
}
