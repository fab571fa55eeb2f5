// SPDX-License-Identifier: Apache-2.0
#include "service/feeds/catalogue.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace feeds {
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
                     programme::Instant now, const Catalogue* before)
    : feeds_{std::move(feeds)},
      addresses_{before != nullptr && may_take_over(*before, links)
                     ? before->addresses_
                     : std::make_shared<const Addresses>(addresses(key, links, now))} {}

Catalogue::Catalogue(const Catalogue& before, feeds::FeedSet rebuilt)
    : feeds_{std::move(rebuilt)}, addresses_{before.addresses_} {}

/// False if there are old links, because their state changes with time.
bool Catalogue::may_take_over(const Catalogue& before, const programme::Links& links) const {
  const auto subject = [](const feeds::Feed& feed) -> const feeds::Subject& { return feed.subject; };
  return links.old.empty() && before.addresses_->links == links &&
         std::ranges::equal(feeds_.all(), before.feeds_.all(), {}, subject, subject);
}

Catalogue::Addresses Catalogue::addresses(const feeds::TokenKey& key, const programme::Links& links,
                                          programme::Instant now) const {
  Addresses made;
  made.links = links;
  const auto& all = feeds_.all();
  made.tokens.resize(all.size());
  made.page_tokens.resize(all.size());
  made.by_token.reserve(all.size());
  made.by_page_token.reserve(all.size());
  const auto generation = [&](std::string_view kind, const std::string& id) {
    return links.current.empty() ? 1 : links.of(kind, id).generation;
  };
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    const feeds::Subject& subject = all[i].subject;
    made.tokens[i] = token_of(key.token(subject, generation(to_string(subject.kind), subject.id)));
    made.by_token.emplace(made.tokens[i], i);
    if (subject.kind != feeds::FeedKind::person) continue;
    made.page_tokens[i] = token_of(key.page_token(subject.id, generation(page_kind, subject.id)));
    made.by_page_token.emplace(made.page_tokens[i], i);
  }
  for (const programme::OldLink& link : links.old) add_old_link(made, key, link, state_of(link, now));
  return made;
}

void Catalogue::add_old_link(Addresses& made, const feeds::TokenKey& key, const programme::OldLink& link,
                             programme::LinkState state) const {
  if (state == programme::LinkState::unknown) return;
  const bool is_page = link.kind == page_kind;
  const auto subject = feeds::parse_subject((is_page ? "person" : link.kind) + ":" + link.id);
  const auto found = subject ? feeds_.position(*subject) : std::nullopt;
  if (!found) return;
  const auto at = static_cast<std::uint32_t>(*found);
  if (is_page) {
    if (state == programme::LinkState::works)
      made.by_page_token.emplace(token_of(key.page_token(link.id, link.generation)), at);
    return;
  }
  const Token token = token_of(key.token(*subject, link.generation));
  if (state == programme::LinkState::works) made.by_token.emplace(token, at);
  if (const auto closed = feeds_.closed_position(*subject, link.generation))
    made.by_token.emplace(token, static_cast<std::uint32_t>(feeds_.all().size() + *closed));
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
  return feeds::is_token_form(token) ? at(addresses_->by_token, token) : nullptr;
}

const feeds::Feed* Catalogue::find_person(std::string_view page_token) const {
  return feeds::is_page_token_form(page_token) ? at(addresses_->by_page_token, page_token) : nullptr;
}

std::size_t Catalogue::position(const feeds::Feed& feed) const {
  return feeds_.position(feed.subject).value();
}

std::string Catalogue::page_token(const feeds::Feed& feed) const {
  if (feed.subject.kind != feeds::FeedKind::person) throw std::logic_error{"only people have pages"};
  const Token& token = addresses_->page_tokens[position(feed)];
  return {token.data(), token.size()};
}

std::string Catalogue::page_path(const feeds::Feed& feed) const {
  const Token& token = addresses_->tokens[position(feed)];
  return "/f/" + std::string{token.data(), token.size()} + "/";
}

std::string Catalogue::path(const feeds::Feed& feed) const {
  const Token& token = addresses_->tokens[position(feed)];
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

}  // namespace feeds
