// SPDX-License-Identifier: Apache-2.0
#include "service/web/person_routes.h"

#include <httplib.h>

#include <algorithm>
#include <stdexcept>
#include <string_view>

#include "service/http/fields.h"
#include "service/http/router.h"

namespace web {

using programme::Topic;

/// A request with its visitor.
struct PersonRoutes::Visit {
  const Visitor& visitor;
  const httplib::Request& request;
  httplib::Response& response;
  PersonFrame frame;
  PersonPage page = PersonPage::none;
  DeadlineName deadline;         ///< Of hand_in.
  Topic topic = Topic::general;  ///< Of stop.

  bool has(const char* field, std::string_view value) const {
    return http::has_field(request, field, std::string{value});
  }
};

namespace {

constexpr std::uint32_t posts_per_hour = 60;
constexpr std::size_t post_limiter_slots = 1U << 14;
constexpr Topic topics[] = {Topic::sessions, Topic::deadlines, Topic::general};
constexpr const char* saved_mark = "bewaard";  ///< Query of the page that shows that a choice is saved.

/// Nothing that concerns one person may be stored.
void respond(httplib::Response& response, int status, std::string body, const char* content_type) {
  response.status = status;
  response.set_content(std::move(body), content_type);
  response.set_header("Cache-Control", "private, no-store");
}

void show_page(httplib::Response& response, std::string body) {
  respond(response, 200, std::move(body), "text/html; charset=utf-8");
}

void show_obstacle(httplib::Response& response, const PersonFrame& frame, Obstacle what, int status) {
  respond(response, status, render(ObstaclePage{frame, what}), "text/html; charset=utf-8");
}

/// Post/Redirect/Get: reloading the result does not act again.
void redirect(httplib::Response& response, const std::string& path) {
  respond(response, 303, "", "text/plain; charset=utf-8");
  response.set_header("Location", path);
}

constexpr std::string_view secure_scheme = "https://", plain_scheme = "http://";

/// Returns true when a form stood on a page of this service: at `base`, or at the host that the request is
/// for when the service has another name as well. A page in plain HTTP is none where the service has TLS.
bool is_our_origin(std::string_view origin, std::string_view base, std::string_view host) {
  if (http::same_ignoring_case(origin, base)) return true;
  for (const std::string_view scheme : {secure_scheme, plain_scheme}) {
    if (!origin.starts_with(scheme) || (scheme == plain_scheme && !base.starts_with(plain_scheme))) continue;
    return http::same_ignoring_case(origin.substr(scheme.size()), host);
  }
  return false;
}

/// Browsers name the page that a form stood on; "null" is one that hides its name. Absent: a mail provider,
/// or no browser at all.
bool has_foreign_origin(const httplib::Request& request, std::string_view base) {
  if (!request.has_header("Origin")) return false;
  return !is_our_origin(request.get_header_value("Origin"), base, request.get_header_value("Host"));
}

/// Newer browsers also say whether that was another site. Absent: an old browser, or no browser at all.
bool is_from_elsewhere(const httplib::Request& request) {
  const std::string site = request.get_header_value("Sec-Fetch-Site");
  return !site.empty() && site != "same-origin" && site != "none";
}

bool is_opted_out(const Visitor& visitor, const Participated& participated, Topic topic) {
  return participated.opted_out.contains(programme::opt_out_key(recipient_key(visitor), topic));
}

}  // namespace

PersonRoutes::PersonRoutes(Metrics& metrics, Actions actions, std::string base)
    : metrics_{metrics},
      actions_{std::move(actions)},
      base_{std::move(base)},
      posts_{posts_per_hour, std::chrono::hours{1}, post_limiter_slots} {}

void PersonRoutes::answer(PersonPage page, const Visitor& visitor, const httplib::Request& request,
                          httplib::Response& response) {
  Visit visit{.visitor = visitor,
              .request = request,
              .response = response,
              .frame = {.language = visitor.language,
                        .overview_path = feeds::overview_path(visitor.token),
                        .reminders_path = feeds::reminders_path(visitor.token)},
              .page = page,
              .deadline = {},
              .topic = Topic::general};
  if (!read_address(visit)) return show_obstacle(response, visit.frame, Obstacle::no_page, 404);
  try {
    answer(visit);
  } catch (const NotStored&) {
    show_obstacle(response, visit.frame, Obstacle::not_stored, 503);
    response.set_header("Retry-After", "120");
  }
}

void PersonRoutes::answer(Visit& visit) {
  const Visitor& visitor = visit.visitor;
  const httplib::Request& request = visit.request;
  httplib::Response& response = visit.response;
  if (request.method != "POST") return show(visit);

  if (!http::is_local(request) && !posts_.allow(visitor.token, std::chrono::steady_clock::now())) {
    show_obstacle(response, visit.frame, Obstacle::too_often, 429);
    return response.set_header("Retry-After", "3600");
  }
  if (const int status = http::refused_form(request); status != 0)
    return show_obstacle(response, visit.frame, Obstacle::not_understood, status);
  if (has_foreign_origin(request, base_) || (is_from_elsewhere(request) && !is_one_click(visit)))
    return show_obstacle(response, visit.frame, Obstacle::from_elsewhere, 403);
  act(visit);
}

/// The library takes "/p/T" for "/p/T/", and empty parts for parts: only the address as we write it has a
/// page.
bool PersonRoutes::read_address(Visit& visit) {
  const std::string& token = visit.visitor.token;
  const std::string& path = visit.request.path;
  switch (visit.page) {
    case PersonPage::overview:
      return path == visit.frame.overview_path;
    case PersonPage::reminders:
      return path == visit.frame.reminders_path;
    case PersonPage::hand_in: {
      DeadlineName& name = visit.deadline;
      name = {.programme = http::parameter(visit.request, "programme"),
              .activity = http::parameter(visit.request, "activity"),
              .library = http::parameter(visit.request, "library")};
      return !name.programme.empty() && !name.activity.empty() &&
             path == feeds::hand_in_path(token, name.programme, name.activity, name.library);
    }
    case PersonPage::stop: {
      const auto topic = programme::topic_named(http::parameter(visit.request, "topic"));
      visit.topic = topic.value_or(Topic::general);
      return topic && path == feeds::stop_path(token, *topic);
    }
    case PersonPage::none:
      break;
  }
  return false;
}

bool PersonRoutes::is_one_click(const Visit& visit) {
  return visit.page == PersonPage::stop && visit.has(form_fields::one_click, form_fields::one_click_value);
}

Participated PersonRoutes::participated(const Visit& visit) const {
  return actions_.participated(recipient_key(visit.visitor), hand_ins_of(visit.visitor));
}

void PersonRoutes::show(Visit& visit) const {
  const Visitor& visitor = visit.visitor;
  if (visit.page == PersonPage::hand_in) return show_hand_in(visit);
  const Participated participated = this->participated(visit);
  if (visit.page == PersonPage::stop)
    return show_page(visit.response,
                     render(StopPage{.frame = visit.frame,
                                     .topic = visit.topic,
                                     .path = feeds::stop_path(visitor.token, visit.topic),
                                     .stopped = is_opted_out(visitor, participated, visit.topic)}));
  if (visit.page == PersonPage::reminders) {
    RemindersPage page{.frame = visit.frame, .wanted = {}, .saved = visit.request.has_param(saved_mark)};
    for (const Topic topic : topics)
      page.wanted.at(static_cast<std::size_t>(topic)) = !is_opted_out(visitor, participated, topic);
    return show_page(visit.response, render(page));
  }
  show_page(visit.response,
            render(OverviewPage{.frame = visit.frame,
                                .name = visitor.memberships.front().person->name,
                                .programmes = programmes_of(visitor, participated, actions_.now()),
                                .subscribe_path = visitor.subscribe_path}));
}

void PersonRoutes::show_hand_in(Visit& visit) const {
  const auto deadline = deadline_at(visit.deadline, visit.visitor, participated(visit), actions_.now());
  if (!deadline) return show_obstacle(visit.response, visit.frame, Obstacle::not_yours, 404);
  if (deadline->view.cancelled) return show_obstacle(visit.response, visit.frame, Obstacle::cancelled, 409);
  show_page(visit.response, render(HandInPage{visit.frame, deadline->view}));
}

void PersonRoutes::act(Visit& visit) {
  switch (visit.page) {
    case PersonPage::hand_in:
      return act_on_hand_in(visit);
    case PersonPage::reminders:
      return act_on_reminders(visit);
    case PersonPage::stop:
      return act_on_stop(visit);
    case PersonPage::overview:
    case PersonPage::none:
      throw std::logic_error{"a page without a form has no route for POST"};
  }
}

void PersonRoutes::act_on_hand_in(Visit& visit) {
  const auto deadline = deadline_at(visit.deadline, visit.visitor, participated(visit), actions_.now());
  if (!deadline) return show_obstacle(visit.response, visit.frame, Obstacle::not_yours, 404);
  if (deadline->view.cancelled) return show_obstacle(visit.response, visit.frame, Obstacle::cancelled, 409);
  const bool done = visit.has(form_fields::state, form_fields::handed_in);
  const bool undone = visit.has(form_fields::state, form_fields::open);
  if (done == undone) return show_obstacle(visit.response, visit.frame, Obstacle::not_understood, 400);
  if (actions_.set_hand_in(deadline->hand_in, done)) metrics_.count_hand_in(done);
  redirect(visit.response, deadline->view.path);
}

void PersonRoutes::act_on_reminders(Visit& visit) {
  if (!visit.has(form_fields::action, form_fields::save))
    return show_obstacle(visit.response, visit.frame, Obstacle::not_understood, 400);
  for (const Topic topic : topics)
    set_opt_out(visit, topic, !visit.has(form_fields::wanted, to_string(topic)));
  redirect(visit.response, visit.frame.reminders_path + "?" + saved_mark);
}

/// RFC 8058 §3.2: the mail provider's request is answered at once, without a redirect; people see a page.
void PersonRoutes::act_on_stop(Visit& visit) {
  const bool one_click = is_one_click(visit);
  if (!one_click && !visit.has(form_fields::action, form_fields::stop))
    return show_obstacle(visit.response, visit.frame, Obstacle::not_understood, 400);
  set_opt_out(visit, visit.topic, true);
  if (!one_click) return redirect(visit.response, feeds::stop_path(visit.visitor.token, visit.topic));
  respond(visit.response, 200, stopped_in_words(visit.topic, visit.visitor.language) + "\n",
          "text/plain; charset=utf-8");
}

void PersonRoutes::set_opt_out(const Visit& visit, Topic topic, bool out) {
  if (actions_.set_opt_out(recipient_key(visit.visitor), topic, out))
    metrics_.count_opt_out(to_string(topic), out);
}

}  // namespace web
