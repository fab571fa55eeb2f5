// SPDX-License-Identifier: Apache-2.0
#include "service/store/service_files.h"

#include "service/store/connection.h"
#include "service/store/mail_rows.h"
#include "service/store/transaction.h"

namespace store {

ServiceFiles::Texts ServiceFiles::all() {
  Texts texts;
  std::string path;
  StoredMessage stored;
  soci::statement rows = (store_.connection().sql.prepare << "SELECT path, form, bytes FROM service_file",
                          soci::into(path), soci::into(stored.form), soci::into(stored.bytes));
  rows.execute();
  while (rows.fetch()) texts.emplace(path, from_stored(stored));
  return texts;
}

void ServiceFiles::keep(const Texts& texts) {
  if (all() == texts) return;
  soci::session& sql = store_.connection().sql;
  WriteTransaction transaction{sql};
  sql << "DELETE FROM service_file";
  for (const auto& [path, bytes] : texts) {
    const StoredMessage stored = to_stored(bytes);
    sql << "INSERT INTO service_file (path, form, bytes) VALUES (:path, :form, :bytes)",
        soci::use(path, "path"), soci::use(stored.form, "form"), soci::use(stored.bytes, "bytes");
  }
  transaction.commit();
}

}  // namespace store
