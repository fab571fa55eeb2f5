// SPDX-License-Identifier: Apache-2.0
//
// `traject status` asks the running service how it is. Without one it looks at the files and the store.
#include <httplib.h>

#include <algorithm>
#include <iostream>

#include "service/commands/commands.h"
#include "service/commands/status_text.h"
#include "service/daemon/status_reports.h"
#include "service/http/listener.h"
#include "service/programme/printable.h"
#include "service/publishing/clock_check.h"
#include "service/store/outbox.h"

namespace commands {
namespace {

using config_files::Loaded;
using web::Part;

constexpr std::chrono::seconds to_connect{2};
constexpr std::chrono::seconds to_answer{3};

struct Asked {
  Answer answer = Answer::refused;
  web::Status status{};  ///< When one was given.
};

/// A service that hears every address of the machine is asked on the loopback interface: it tells others
/// nothing.
std::string host_to_ask(const std::string& address) {
  if (address == "0.0.0.0") return "127.0.0.1";
  return address == "::" ? "::1" : address;
}

Asked ask(const http::ListenAddress& address) {
  httplib::Client client{host_to_ask(address.address), address.port};
  client.set_connection_timeout(to_connect);
  client.set_read_timeout(to_answer);
  client.set_max_timeout(to_connect + to_answer);
  const auto reply = client.Get("/status");
  if (!reply) {
    const bool nobody = reply.error() == httplib::Error::Connection;
    return {.answer = nobody ? Answer::refused : Answer::none};
  }
  auto status = reply->status == 200 ? web::status_from_json(reply->body) : std::nullopt;
  if (!status) return {.answer = Answer::other};
  return {.answer = Answer::given, .status = std::move(*status)};
}

publishing::FolderState state_of(const Loaded& loaded) {
  publishing::FolderState folder;
  for (const auto& problem : loaded.problems) {
    if (problem.warning) continue;
    if (folder.errors++ == 0) folder.first = config_files::place_of(problem);
  }
  return folder;
}

/// Counts of mails, the hold and the latest revision.
void look_at_store(web::StatusBoard& board, publishing::FolderState& folder, const config_files::Texts& texts,
                   const std::filesystem::path& data, programme::Instant now) {
  store::Store store{data};
  store::Outbox outbox{store};
  store::Revisions revisions{store};
  const auto latest = revisions.latest();
  folder.differs = !latest || revisions.files(latest->number) != texts;
  service::MailReport report = service::report_of(outbox);
  report.clock = publishing::clock_problem(now, publishing::build_day(),
                                           latest ? latest->published : programme::Instant{});
  service::show_mail(board, report, {}, now);
  board.set(Part::publication, "revision", web::published_condition(latest ? latest->number : 0), now);
  board.set(Part::store, "store", web::store_works(), now);
  board.set_published(latest ? latest->number : 0);
}

/// The status that the files and the store give when no service runs. Creates nothing.
web::Status status_without_service(const Options& options, const Loaded& loaded,
                                   const config_files::Texts& texts) {
  const auto now = options.time();
  const auto data = options.data_folder(loaded.settings);
  web::StatusBoard board{now};
  publishing::FolderState folder = state_of(loaded);
  std::vector<Part> unknown{Part::relay};
  try {
    if (std::filesystem::exists(data / "traject.db")) {
      look_at_store(board, folder, texts, data, now);
    } else {
      board.set(Part::store, "store", web::store_missing(), now);
      unknown.insert(unknown.end(), {Part::publication, Part::mail, Part::clock});
    }
  } catch (const std::exception& error) {
    board.set(Part::store, "store", web::store_failed(error.what()), now);
    unknown.insert(unknown.end(), {Part::publication, Part::mail, Part::clock});
  }
  board.set_files_published(folder.errors == 0 && !folder.differs);
  service::show_folder(board, folder, now);
  board.set(Part::disk, "space", web::disk_condition(service::disk_space(data)), now);
  web::Status status = board.status(now, {});
  std::erase_if(status.parts, [&](const auto& part) {
    return std::find(unknown.begin(), unknown.end(), part.part) != unknown.end();
  });
  status.running = false;
  status.data = data.string();
  return status;
}

int exit_status(const web::Status& status) {
  switch (status.health()) {
    case web::Health::ok:
      return exit_ok;
    case web::Health::attention:
      return exit_attention;
    case web::Health::failed:
      break;
  }
  return exit_failed;
}

}  // namespace

int status(const Options& options, const std::string& listen, bool json) {
  const auto files = config_files::read_files(options.config);
  const Loaded loaded = config_files::load(files);
  const std::string where = listen.empty() ? loaded.settings.listen : listen;
  const auto address = http::parse_listen_address(where);
  if (!address) {
    std::cerr << say(options.language, "'{0}' is geen adres om iets aan te vragen; schrijf 127.0.0.1:8080\n",
                     "'{0}' is not an address to ask; write 127.0.0.1:8080\n", {where});
    return exit_usage;
  }
  Asked asked = ask(*address);
  if (asked.answer != Answer::given)
    asked.status = status_without_service(options, loaded, config_files::programme_texts(files));
  if (json) {
    std::cout << to_json(asked.status);
  } else {
    std::cout << status_head(asked.status, asked.answer, address->url(address->port), options.language)
              << status_text(asked.status, options.language);
  }
  if (!std::cout.flush()) return exit_failure;
  const bool is_other = asked.answer == Answer::given && !options.data.empty() &&
                        std::filesystem::weakly_canonical(options.data) != asked.status.data;
  if (!is_other) return exit_status(asked.status);
  std::cerr << say(options.language, "let op: deze dienst heeft zijn gegevens in {0}, niet in {1}\n",
                   "note: this service has its data in {0}, not in {1}\n",
                   {programme::printable(asked.status.data), programme::printable(options.data)});
  return std::max(exit_status(asked.status), exit_attention);
}

}  // namespace commands
