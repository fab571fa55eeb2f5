// SPDX-License-Identifier: Apache-2.0
#include "service/web/catalogue.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace web {
namespace {

std::array<char, 30> token_of(const std::string& text) {
  std::array<char, 30> token{};
  if (text.size() != token.size()) throw std::logic_error{"a token of an unexpected length"};
  std::copy(text.begin(), text.end(), token.begin());
  return token;
}

}  // namespace

std::size_t Catalogue::TokenHash::operator()(const Token& token) const {
  std::size_t hash = 0;
  std::memcpy(&hash, token.data() + token.size() - sizeof hash, sizeof hash);
  return hash;
}

Catalogue::Catalogue(feeds::FeedSet feeds, const feeds::TokenKey& key, const programme::Links& links,
                     programme::Instant now)
    : feeds_{std::move(feeds)} {
  const auto all = feeds_.all();
  tokens_.resize(all.size());
  page_tokens_.resize(all.size());
  by_token_.reserve(all.size());
  by_page_token_.reserve(all.size());
  const auto generation = [&](std::string_view kind, const std::string& id) {
    return links.current.empty() ? 1 : links.of(kind, id).generation;
  };
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    const feeds::Subject& subject = all[i].subject;
    tokens_[i] = token_of(key.token(subject, generation(to_string(subject.kind), subject.id)));
    by_token_.emplace(tokens_[i], i);
    if (subject.kind != feeds::FeedKind::person) continue;
    page_tokens_[i] = token_of(key.page_token(subject.id, generation(page_kind, subject.id)));
    by_page_token_.emplace(page_tokens_[i], i);
  }
  for (const programme::OldLink& link : links.old) add_old_link(key, link, state_of(link, now));
}

void Catalogue::add_old_link(const feeds::TokenKey& key, const programme::OldLink& link,
                             programme::LinkState state) {
  if (state == programme::LinkState::unknown) return;
  const bool is_page = link.kind == page_kind;
  const auto subject = feeds::parse_subject((is_page ? "person" : link.kind) + ":" + link.id);
  const feeds::Feed* feed = subject ? feeds_.find(*subject) : nullptr;
  if (!feed) return;
  const auto at = static_cast<std::uint32_t>(position(*feed));
  if (is_page) {
    if (state == programme::LinkState::works)
      by_page_token_.emplace(token_of(key.page_token(link.id, link.generation)), at);
    return;
  }
  const Token token = token_of(key.token(*subject, link.generation));
  if (state == programme::LinkState::works) by_token_.emplace(token, at);
  const auto closed = feeds_.closed();
  for (std::size_t i = 0; i < closed.size(); ++i)
    if (closed[i].generation == link.generation && closed[i].feed.subject == *subject)
      by_token_.emplace(token, static_cast<std::uint32_t>(feeds_.all().size() + i));
}

const feeds::Feed* Catalogue::at(const Positions& positions, std::string_view token) const {
  Token wanted{};
  std::copy(token.begin(), token.end(), wanted.begin());
  const auto found = positions.find(wanted);
  if (found == positions.end()) return nullptr;
  const std::size_t open = feeds_.all().size();
  return found->second < open ? &feeds_.all()[found->second] : &feeds_.closed()[found->second - open].feed;
}

const feeds::Feed* Catalogue::find(std::string_view token) const {
  return feeds::is_token_form(token) ? at(by_token_, token) : nullptr;
}

const feeds::Feed* Catalogue::find_person(std::string_view page_token) const {
  return feeds::is_page_token_form(page_token) ? at(by_page_token_, page_token) : nullptr;
}

std::size_t Catalogue::position(const feeds::Feed& feed) const {
  return static_cast<std::size_t>(&feed - feeds_.all().data());
}

std::string Catalogue::page_token(const feeds::Feed& feed) const {
  if (feed.subject.kind != feeds::FeedKind::person) throw std::logic_error{"only people have pages"};
  const Token& token = page_tokens_[position(feed)];
  return {token.data(), token.size()};
}

std::string Catalogue::page_path(const feeds::Feed& feed) const {
  const Token& token = tokens_[position(feed)];
  return "/f/" + std::string{token.data(), token.size()} + "/";
}

std::string Catalogue::path(const feeds::Feed& feed) const {
  const Token& token = tokens_[position(feed)];
  return feed_path({token.data(), token.size()}, feeds_.file_name(feed));
}

std::string feed_path(std::string_view token, std::string_view name) {
  return "/f/" + std::string{token} + "/" + std::string{name} + ".ics";
}

FeedAddress address(std::string_view base, std::string_view path) {
  const auto scheme_end = base.find("://");
  const std::string_view host = scheme_end == std::string_view::npos ? base : base.substr(scheme_end + 3);
  return {.https = std::string{base} + std::string{path},
          .webcal = "webcal://" + std::string{host} + std::string{path}};
}

}  // namespace web
