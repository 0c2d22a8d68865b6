// SPDX-License-Identifier: GPL-3.0-or-later
// For database*.cc only: SQLiteCpp stays behind this, and its exceptions end here.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <string>

#include "store/database.h"

namespace denwaban::store {

struct Database::Connection {
  std::string path;
  SQLite::Database sqlite;
};

tl::unexpected<Error> database_error(const SQLite::Exception& exception, const std::string& path);

// Runs `work`; what SQLite throws becomes the Error.
template <class Work>
auto guarded(const std::string& path, Work work) -> decltype(work()) {
  try {
    return work();
  } catch (const SQLite::Exception& exception) {
    return database_error(exception, path);
  }
}

// Beyond it the oldest findings and decisions are deleted. A finding with eight lines has about 3.5 kB.
inline constexpr uint64_t kDatabaseBytesMax = uint64_t{1} << 30;
// Deletes the oldest until so many bytes of the file are in use or fewer. The file keeps its size, what is
// free in it is used again. Throws what SQLite throws.
void delete_beyond(SQLite::Database& sqlite, uint64_t bytes_max);
uint64_t bytes_in_use(SQLite::Database& sqlite);

// The 17 bytes under which a prefix is found: first address, length.
std::string key_of(const IpPrefix& prefix);

inline void bind_blob(SQLite::Statement& statement, int index, std::string_view bytes) {
  statement.bind(index, static_cast<const void*>(bytes.data()), static_cast<int>(bytes.size()));
}

inline std::string blob_of(const SQLite::Column& column) {
  const void* bytes = column.getBlob();
  return bytes ? std::string(static_cast<const char*>(bytes), static_cast<size_t>(column.getBytes()))
               : std::string();
}

}  // namespace denwaban::store
