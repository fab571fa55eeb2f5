// SPDX-License-Identifier: Apache-2.0
//
// What is answered below "/p/<token>/". Mail scanners and previews open every link they see, so GET and HEAD
// only show; POST acts, and then sends the browser to the page that shows the result.
#pragma once

#include "service/http/http.h"
#include "service/http/limiter.h"
#include "service/web/actions.h"
#include "service/web/metrics.h"
#include "service/web/person_page.h"

namespace web {

/// Thread-safe. Blocks on what the actions block on.
class PersonRoutes {
 public:
  PersonRoutes(Metrics& metrics, Actions actions);

  /// GET, HEAD and POST. The path is one that carries the visitor's token.
  http::Response operator()(const http::Request& request, const feeds::PersonPath& path,
                            const Visitor& visitor);

 private:
  struct Turn;
  Participated participated(const Turn& turn) const;
  http::Response show(const Turn& turn) const;
  http::Response show_hand_in(const Turn& turn) const;
  http::Response act(const Turn& turn);
  http::Response act_on_hand_in(const Turn& turn);
  http::Response act_on_reminders(const Turn& turn);
  http::Response act_on_stop(const Turn& turn);
  void set_opt_out(const Turn& turn, programme::Topic topic, bool out);

  Metrics& metrics_;
  const Actions actions_;
  http::Limiter posts_;  ///< By token.
};

}  // namespace web
