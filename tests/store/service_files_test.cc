// SPDX-License-Identifier: Apache-2.0
#include "service/store/service_files.h"

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace store {
namespace service_files_test {

TEST(ServiceFiles, KeepsTheLastOnes) {
  const TemporaryFolder folder;
  const ServiceFiles::Texts first{{"service.toml", "log = \"json\"\r\n"},
                                  {"templates/nl/a.md", "\xEF\xBB\xBF# é\n"}};
  const ServiceFiles::Texts second{{"templates/nl/b.md", ""}};
  {
    Store store{folder.path()};
    ServiceFiles files{store};
    EXPECT_TRUE(files.all().empty());
    files.keep(first);
    EXPECT_EQ(files.all(), first);
  }
  Store store{folder.path()};
  ServiceFiles files{store};
  EXPECT_EQ(files.all(), first);
  files.keep(second);
  EXPECT_EQ(files.all(), second);
  files.keep({});
  EXPECT_TRUE(files.all().empty());
}

}  // namespace service_files_test
}  // namespace store
