// SPDX-License-Identifier: Apache-2.0
#include "service/web/person_routes.h"

#include <algorithm>

#include "service/http/form.h"

namespace web {

using programme::Topic;

/// One request and what is known of it.
struct PersonRoutes::Turn {
  const http::Request& request;
  const feeds::PersonPath& path;
  const Visitor& visitor;
  PersonFrame frame;
  http::Form form;  ///< Of a POST.
};

namespace {

constexpr std::uint32_t posts_per_hour = 60;
constexpr std::size_t post_limiter_slots = 1U << 14;
constexpr Topic topics[] = {Topic::sessions, Topic::deadlines, Topic::general};
constexpr std::string_view saved_mark = "bewaard";  ///< Query of the page that shows that a choice is saved.

/// Of everything that has to do with one person: nothing of it is kept, linked or shown in a frame.
http::Response private_answer(int status, std::string body, std::string content_type) {
  return {.status = status,
          .headers = {{"Content-Type", std::move(content_type)},
                      {"Cache-Control", "private, no-store"},
                      {"X-Robots-Tag", "noindex"},
                      {"Referrer-Policy", "no-referrer"},
                      {"X-Content-Type-Options", "nosniff"},
                      {"Content-Security-Policy",
                       "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; "
                       "frame-ancestors 'none'"}},
          .body = std::move(body),
          .shared = {}};
}

http::Response html(int status, std::string body) {
  return private_answer(status, std::move(body), "text/html; charset=utf-8");
}

http::Response obstacle(const PersonFrame& frame, Obstacle what, int status) {
  return html(status, render(ObstaclePage{frame, what}));
}

/// Post/Redirect/Get: reloading the result does not act again.
http::Response see(const std::string& path) {
  http::Response response = private_answer(303, "", "text/plain; charset=utf-8");
  response.headers.emplace_back("Location", path);
  return response;
}

http::Response not_allowed(const PersonFrame& frame) {
  http::Response response = obstacle(frame, Obstacle::not_understood, 405);
  response.headers.emplace_back("Allow", "GET, HEAD");
  return response;
}

/// Browsers say where a form stood. Absent: an old browser, or no browser at all.
bool is_from_elsewhere(const http::Request& request) {
  const std::string_view site = request.header("Sec-Fetch-Site");
  return !site.empty() && site != "same-origin" && site != "none";
}

bool is_one_click(const feeds::PersonPath& path, const http::Form& form) {
  return path.page == feeds::PersonPage::stop &&
         form.has(form_fields::one_click, form_fields::one_click_value);
}

bool is_opted_out(const Visitor& visitor, const Participated& participated, Topic topic) {
  return participated.opted_out.contains(programme::opt_out_key(recipient_key(visitor), topic));
}

}  // namespace

PersonRoutes::PersonRoutes(Metrics& metrics, Actions actions)
    : metrics_{metrics},
      actions_{std::move(actions)},
      posts_{posts_per_hour, std::chrono::hours{1}, post_limiter_slots} {}

http::Response PersonRoutes::operator()(const http::Request& request, const feeds::PersonPath& path,
                                        const Visitor& visitor) {
  Turn turn{request,
            path,
            visitor,
            {.language = visitor.language,
             .overview_path = feeds::overview_path(visitor.token),
             .reminders_path = feeds::reminders_path(visitor.token)},
            {}};
  if (path.page == feeds::PersonPage::none) return obstacle(turn.frame, Obstacle::no_page, 404);
  if (request.method != "POST") return show(turn);

  if (!request.local && !posts_.allow(visitor.token, std::chrono::steady_clock::now())) {
    http::Response response = obstacle(turn.frame, Obstacle::too_often, 429);
    response.headers.emplace_back("Retry-After", "3600");
    return response;
  }
  const std::string_view type = request.header("Content-Type");
  if (!http::is_form_type(type)) return obstacle(turn.frame, Obstacle::not_understood, 415);
  auto form = http::read_form(type, request.body);
  if (!form) return obstacle(turn.frame, Obstacle::not_understood, 400);
  turn.form = std::move(*form);
  if (is_from_elsewhere(request) && !is_one_click(path, turn.form))
    return obstacle(turn.frame, Obstacle::from_elsewhere, 403);
  return act(turn);
}

Participated PersonRoutes::participated(const Turn& turn) const {
  return actions_.participated(recipient_key(turn.visitor), hand_ins_of(turn.visitor));
}

http::Response PersonRoutes::show(const Turn& turn) const {
  const Visitor& visitor = turn.visitor;
  if (turn.path.page == feeds::PersonPage::hand_in) return show_hand_in(turn);
  const Participated participated = this->participated(turn);
  if (turn.path.page == feeds::PersonPage::stop)
    return html(200, render(StopPage{.frame = turn.frame,
                                     .topic = turn.path.topic,
                                     .path = feeds::stop_path(visitor.token, turn.path.topic),
                                     .stopped = is_opted_out(visitor, participated, turn.path.topic)}));
  if (turn.path.page == feeds::PersonPage::reminders) {
    RemindersPage page{.frame = turn.frame, .wanted = {}, .saved = turn.request.query == saved_mark};
    for (const Topic topic : topics)
      page.wanted.at(static_cast<std::size_t>(topic)) = !is_opted_out(visitor, participated, topic);
    return html(200, render(page));
  }
  return html(200, render(OverviewPage{.frame = turn.frame,
                                       .name = visitor.memberships.front().person->name,
                                       .programmes = programmes_of(visitor, participated, actions_.now()),
                                       .subscribe_path = visitor.subscribe_path}));
}

http::Response PersonRoutes::show_hand_in(const Turn& turn) const {
  const auto deadline = deadline_at(turn.path, turn.visitor, participated(turn), actions_.now());
  if (!deadline) return obstacle(turn.frame, Obstacle::not_yours, 404);
  if (deadline->view.cancelled) return obstacle(turn.frame, Obstacle::cancelled, 409);
  return html(200, render(HandInPage{turn.frame, deadline->view}));
}

http::Response PersonRoutes::act(const Turn& turn) {
  switch (turn.path.page) {
    case feeds::PersonPage::hand_in:
      return act_on_hand_in(turn);
    case feeds::PersonPage::reminders:
      return act_on_reminders(turn);
    case feeds::PersonPage::stop:
      return act_on_stop(turn);
    case feeds::PersonPage::overview:
    case feeds::PersonPage::none:
      break;
  }
  return not_allowed(turn.frame);
}

http::Response PersonRoutes::act_on_hand_in(const Turn& turn) {
  const auto deadline = deadline_at(turn.path, turn.visitor, participated(turn), actions_.now());
  if (!deadline) return obstacle(turn.frame, Obstacle::not_yours, 404);
  if (deadline->view.cancelled) return obstacle(turn.frame, Obstacle::cancelled, 409);
  const bool done = turn.form.has(form_fields::state, form_fields::handed_in);
  const bool undone = turn.form.has(form_fields::state, form_fields::open);
  if (done == undone) return obstacle(turn.frame, Obstacle::not_understood, 400);
  if (actions_.set_hand_in(deadline->hand_in, done)) metrics_.count_hand_in(done);
  return see(deadline->view.path);
}

http::Response PersonRoutes::act_on_reminders(const Turn& turn) {
  if (!turn.form.has(form_fields::action, form_fields::save))
    return obstacle(turn.frame, Obstacle::not_understood, 400);
  for (const Topic topic : topics)
    set_opt_out(turn, topic, !turn.form.has(form_fields::wanted, to_string(topic)));
  return see(turn.frame.reminders_path + "?" + std::string{saved_mark});
}

/// RFC 8058 §3.2: the mail provider's request is answered at once, without a redirect; people see a page.
http::Response PersonRoutes::act_on_stop(const Turn& turn) {
  const bool one_click = is_one_click(turn.path, turn.form);
  if (!one_click && !turn.form.has(form_fields::action, form_fields::stop))
    return obstacle(turn.frame, Obstacle::not_understood, 400);
  set_opt_out(turn, turn.path.topic, true);
  if (!one_click) return see(feeds::stop_path(turn.visitor.token, turn.path.topic));
  return private_answer(200, stopped_in_words(turn.path.topic, turn.visitor.language) + "\n",
                        "text/plain; charset=utf-8");
}

void PersonRoutes::set_opt_out(const Turn& turn, Topic topic, bool out) {
  if (actions_.set_opt_out(recipient_key(turn.visitor), topic, out))
    metrics_.count_opt_out(to_string(topic), out);
}

}  // namespace web
