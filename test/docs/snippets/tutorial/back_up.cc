// docs/tutorial.md: the fault. It is a real one, and often made.
#include <filesystem>

#include "notes.h"

void Notes::BackUp(const std::string& path) { std::filesystem::copy_file(path_, path); }
