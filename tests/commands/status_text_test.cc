// SPDX-License-Identifier: Apache-2.0
#include "service/commands/status_text.h"

#include <gtest/gtest.h>

namespace commands {
namespace {

using namespace date::literals;
using programme::Language;
using web::Health;
using web::Part;
using web::PartStatus;

const programme::Instant eight = date::sys_days{2023_y / 6 / 19} + std::chrono::hours{6};

web::Status status() {
  web::Status status{
      .listening = "http://127.0.0.1:8080", .data = "/var/lib/traject", .time = eight, .started = eight};
  status.parts = {
      PartStatus{.part = Part::files, .main = {{Health::ok, {"geen fouten", "no mistakes"}, {}}, eight}},
      PartStatus{.part = Part::mail,
                 .main = {{Health::failed, {"niets gaat", "nothing goes"}, {"doe dit", "do this"}}, eight},
                 .also = {{{Health::attention, {"twee wachten", "two wait"}, {"kijk", "look"}},
                           eight + std::chrono::minutes{5}}}}};
  return status;
}

TEST(StatusText, ALineForEachConditionAndItsHelp) {
  EXPECT_EQ(status_text(status(), Language::nl),
            "bestanden  goed        sinds 2023-06-19 08:00  geen fouten\n"
            "mail       werkt niet  sinds 2023-06-19 08:00  niets gaat\n"
            "                                               → doe dit\n"
            "           let op      sinds 2023-06-19 08:05  twee wachten\n"
            "                                               → kijk\n");
  EXPECT_NE(status_text(status(), Language::en).find("failed     since 2023-06-19 08:00  nothing goes\n"),
            std::string::npos);
}

TEST(StatusText, WithoutAServiceNobodyKnowsSinceWhen) {
  web::Status alone = status();
  alone.running = false;
  alone.parts.pop_back();
  EXPECT_EQ(status_text(alone, Language::nl), "bestanden  goed  geen fouten\n");
}

TEST(StatusText, TheFirstLineSaysWhetherAServiceRuns) {
  EXPECT_EQ(status_head(status(), Answer::given, "http://127.0.0.1:8080", Language::nl),
            "De dienst draait op http://127.0.0.1:8080 sinds 2023-06-19 08:00, met de gegevens in "
            "/var/lib/traject\n");
  for (const Answer answer : {Answer::refused, Answer::none, Answer::other})
    for (const Language language : {Language::nl, Language::en})
      EXPECT_NE(status_head(status(), answer, "http://127.0.0.1:9", language).find("http://127.0.0.1:9"),
                std::string::npos);
}

}  // namespace
}  // namespace commands
