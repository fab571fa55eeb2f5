// SPDX-License-Identifier: Apache-2.0
//
// The answers below "/p/<token>/". Mail scanners and previews open every link they see, so GET and HEAD only
// show. POST acts, and then sends the browser to the page that shows the result.
#pragma once

#include <string>

#include "service/http/limiter.h"
#include "service/http/router.h"
#include "service/web/actions.h"
#include "service/web/metrics.h"
#include "service/web/person_page.h"

namespace web {

enum class PersonPage {
  overview,   ///< "/p/:token/"
  hand_in,    ///< "/p/:token/klaar/:programme/:activity", with "/:library" for an occurrence of one library
  reminders,  ///< "/p/:token/herinneringen": which ones the person wants
  stop,       ///< "/p/:token/stop/:topic": the address in List-Unsubscribe
  none,       ///< Any other path below a token
};

/// Thread-safe. May block on the database.
class PersonRoutes {
 public:
  /// `base` is the start of the service's own URLs, "https://agenda.example.org".
  PersonRoutes(Metrics& metrics, Actions actions, std::string base);

  /// Answers GET, HEAD and POST. The request's route is the page's; its path has the visitor's token.
  void answer(PersonPage page, const Visitor& visitor, const httplib::Request& request,
              httplib::Response& response);

 private:
  struct Visit;
  void answer(Visit& visit);
  static bool read_address(Visit& visit);
  static bool is_one_click(const Visit& visit);
  Participated participated(const Visit& visit) const;
  void show(Visit& visit) const;
  void show_hand_in(Visit& visit) const;
  void act(Visit& visit);
  void act_on_hand_in(Visit& visit);
  void act_on_reminders(Visit& visit);
  void act_on_stop(Visit& visit);
  void set_opt_out(const Visit& visit, programme::Topic topic, bool out);

  Metrics& metrics_;
  const Actions actions_;
  const std::string base_;
  http::Limiter posts_;  ///< By token.
};

}  // namespace web
