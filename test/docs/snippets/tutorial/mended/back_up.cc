// docs/tutorial.md, in the end.
#include "notes.h"

void Notes::BackUp(const std::string& path) { Run("VACUUM INTO '" + path + "'"); }
