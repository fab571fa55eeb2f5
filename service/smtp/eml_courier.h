// SPDX-License-Identifier: Apache-2.0
//
// Writes messages as .eml files instead of sending them.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "service/event_fd.h"
#include "service/smtp/courier.h"

namespace smtp {

class EmlCourier : public Courier {
 public:
  /// Creates the folder if it is missing, with mode 0700. On a disk without room the first message that finds
  /// some creates it. Throws std::filesystem::filesystem_error when it cannot for another reason.
  explicit EmlCourier(std::filesystem::path folder);

  std::size_t room() const override;
  void start(Transfer transfer) override;
  /// The file is durable before its `done` event. A folder that cannot be written counts as an unreachable
  /// mail server.
  void release(std::int64_t id) override;
  void withhold(std::int64_t id) override;
  std::vector<std::int64_t> recall() override { return {}; }
  std::vector<Event> wait(std::chrono::milliseconds limit) override;
  void wake() override { wake_.signal(); }

  /// "000042-<hash of the Message-ID>.eml": the same mail, sent again, replaces its own file.
  static std::string file_name(std::int64_t id, const std::string& message);

 private:
  Event ended(std::int64_t id, Outcome outcome, std::string detail);
  void make_folder();

  std::filesystem::path folder_;
  bool is_made_ = false;
  service::EventFd wake_;
  std::map<std::int64_t, Transfer> under_way_;
  std::vector<Event> events_;
};

}  // namespace smtp
