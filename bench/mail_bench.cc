// SPDX-License-Identifier: Apache-2.0
//
// Sends COUNT mails to a server on 127.0.0.1 and prints how many seconds that took, from the first begun to
// the last accepted:
//
//   mail_bench bare PORT CONNECTIONS COUNT            libcurl's easy interface, a thread for each connection
//   mail_bench courier PORT CONNECTIONS COUNT         the courier; content is released at once
//   mail_bench service PORT CONNECTIONS COUNT FOLDER  the worker, with its store in the (empty) folder
//   mail_bench message                                prints the message that all of them send
#include <curl/curl.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <exception>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "service/mail/worker.h"
#include "service/smtp/smtp_courier.h"
#include "service/store/outbox.h"
#include "service/store/participation.h"
#include "service/store/store.h"
#include "tests/support/example.h"
#include "tests/support/example_feeds.h"

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

/// As long as a mail of the sample.
std::string make_message(const std::string& id = "1") {
  std::string message = "From: a@example.org\r\nTo: b@example.org\r\nSubject: Werksessie 1\r\nMessage-ID: <" +
                        id + "@example.org>\r\nDate: Tue, 06 Jun 2023 09:00:00 +0200\r\n\r\n";
  while (message.size() < 12'000) message += std::string(70, 'x') + "\r\n";
  return message;
}

struct Reader {
  const std::string& message;
  std::size_t position = 0;
};

std::size_t give(char* out, std::size_t size, std::size_t count, void* user) {
  auto& reader = *static_cast<Reader*>(user);
  const auto octets = std::min(size * count, reader.message.size() - reader.position);
  std::memcpy(out, reader.message.data() + reader.position, octets);
  reader.position += octets;
  return octets;
}

void send_bare(const std::string& url, const std::string& message, std::atomic<int>& left) {
  CURL* const curl = curl_easy_init();
  curl_slist* const to = curl_slist_append(nullptr, "b@example.org");
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl, CURLOPT_MAIL_FROM, "a@example.org");
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
  curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(message.size()));
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, &give);
  while (left-- > 0) {
    Reader reader{message};
    curl_easy_setopt(curl, CURLOPT_READDATA, &reader);
    if (const CURLcode code = curl_easy_perform(curl); code != CURLE_OK) {
      std::fprintf(stderr, "mail_bench: %s\n", curl_easy_strerror(code));
      std::exit(1);
    }
  }
  curl_slist_free_all(to);
  curl_easy_cleanup(curl);
}

double bare(int port, int connections, int count) {
  curl_global_init(CURL_GLOBAL_DEFAULT);
  const std::string message = make_message();
  const std::string url = "smtp://127.0.0.1:" + std::to_string(port) + "/bench.example.org";
  std::atomic<int> left = count;
  const auto begin = Clock::now();
  std::vector<std::thread> threads;
  for (int i = 0; i < connections; ++i) threads.emplace_back([&] { send_bare(url, message, left); });
  for (auto& thread : threads) thread.join();
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

smtp::SmtpOptions options(int port, int connections) {
  smtp::SmtpOptions options;
  options.host = "127.0.0.1";
  options.port = static_cast<std::uint16_t>(port);
  options.security = smtp::SmtpOptions::Security::none;
  options.hello = "bench.example.org";
  options.connections = static_cast<std::size_t>(connections);
  return options;
}

void must_be_sent(const smtp::Event& event) {
  if (event.outcome != smtp::Outcome::sent) throw std::runtime_error{event.detail};
}

double through_courier(int port, int connections, int count) {
  smtp::SmtpCourier courier{options(port, connections)};
  const std::string message = make_message();
  const auto begin = Clock::now();
  for (int begun = 0, done = 0; done < count;) {
    while (begun < count && courier.room() > 0) {
      for (auto room = courier.room(); begun < count && room > 0; --room)
        courier.start({++begun, "a@example.org", "b@example.org", message});
    }
    for (const auto& event : courier.wait(10s)) {
      if (event.kind == smtp::Event::Kind::asks) {
        courier.release(event.id);
      } else {
        must_be_sent(event);
        ++done;
      }
    }
  }
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// Notes when the first transfer begins, and how many were accepted.
class Watched : public smtp::Courier {
 public:
  explicit Watched(smtp::SmtpOptions options) : courier_{std::move(options)} {}

  std::size_t room() const override { return courier_.room(); }
  void start(smtp::Transfer transfer) override {
    if (begin == Clock::time_point{}) begin = Clock::now();
    courier_.start(std::move(transfer));
  }
  void release(std::int64_t id) override { courier_.release(id); }
  void withhold(std::int64_t id) override { courier_.withhold(id); }
  std::vector<std::int64_t> recall() override { return courier_.recall(); }
  std::vector<smtp::Event> wait(std::chrono::milliseconds limit) override {
    auto events = courier_.wait(limit);
    for (const auto& event : events) {
      if (event.kind != smtp::Event::Kind::done) continue;
      must_be_sent(event);
      ++sent;
    }
    return events;
  }
  void wake() override { courier_.wake(); }

  Clock::time_point begin{};
  int sent = 0;

 private:
  smtp::SmtpCourier courier_;
};

std::shared_ptr<const mail::Edition> edition_of(int people, programme::Instant published) {
  programme::Programme programme = example::programme();
  programme.people.clear();
  for (int i = 0; i < people; ++i)
    programme.people.push_back(example::person("p" + std::to_string(i), "a", "deelnemer"));
  programme::ReminderRule rule;
  rule.id = "vooraf";
  rule.activities = {"sessie"};
  rule.when = programme::Offset{14, programme::OffsetUnit::day, programme::Side::before,
                                programme::Anchor::start, 9h};
  rule.to = {"participants"};
  rule.late = 48h;
  rule.template_name = "tekst";
  programme.reminders = {rule};
  return std::make_shared<mail::Edition>(snapshot_of({std::move(programme)}, {published, published}),
                                         std::vector<programme::Coordinator>{},
                                         letters::Composer{{}, "a@example.org"});
}

/// Deciding comes before the first transfer and is not counted.
double through_service(int port, int connections, int count, const char* folder) {
  store::Store store{folder};
  store::Outbox outbox{store};
  store::Participation participation{store};
  Watched courier{options(port, connections)};
  mail::WorkerOptions how;
  how.host = how.owner = "bench";
  how.ask_above = count + 1;
  how.steps_freely = true;
  how.compose = [](const letters::Letter& letter, programme::Instant) {
    return letters::Message{"a@example.org", letter.recipient.person->address,
                            make_message(letter.message_id), "Werksessie 1"};
  };
  const auto complain = [](const std::string& line) {
    std::fprintf(stderr, "mail_bench: %s\n", line.c_str());
  };
  mail::Worker worker{outbox, participation, courier, how, [] { return 0.5; }, {complain, complain}};
  using namespace date::literals;
  programme::Instant now = date::sys_days{2023_y / 6 / 1};
  worker.publish(edition_of(count, now), now);
  worker.tick(now);
  now = date::sys_days{2023_y / 6 / 6} + 9h;
  while (courier.sent < count) {
    worker.tick(now);
    worker.wait(10s);
  }
  worker.tick(now);
  return std::chrono::duration<double>(Clock::now() - courier.begin).count();
}

}  // namespace

int main(int argument_count, char** arguments) {
  const std::vector<std::string> given(arguments + 1, arguments + argument_count);
  try {
    if (given.size() == 1 && given[0] == "message") {
      std::fputs(make_message().c_str(), stdout);
      return 0;
    }
    const bool is_service = !given.empty() && given[0] == "service";
    if (given.size() != (is_service ? 5u : 4u))
      throw std::invalid_argument{"see the beginning of mail_bench.cc"};
    const int port = std::stoi(given[1]), connections = std::stoi(given[2]), count = std::stoi(given[3]);
    const double seconds = is_service           ? through_service(port, connections, count, given[4].c_str())
                           : given[0] == "bare" ? bare(port, connections, count)
                                                : through_courier(port, connections, count);
    std::printf("%.6f\n", seconds);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "mail_bench: %s\n", failure.what());
    return 1;
  }
  return 0;
}
