// SPDX-License-Identifier: Apache-2.0
#include "service/web/catalogue.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace web {

std::size_t Catalogue::TokenHash::operator()(const Token& token) const {
  std::size_t hash = 0;
  std::memcpy(&hash, token.data() + token.size() - sizeof hash, sizeof hash);
  return hash;
}

Catalogue::Catalogue(feeds::FeedSet feeds, const feeds::TokenKey& key,
                     const std::map<std::pair<std::string, std::string>, std::uint32_t>& generations)
    : feeds_{std::move(feeds)} {
  const auto all = feeds_.all();
  tokens_.resize(all.size());
  page_tokens_.resize(all.size());
  by_token_.reserve(all.size());
  by_page_token_.reserve(all.size());
  const auto generation = [&](std::string_view kind, const std::string& id) {
    const auto raised = generations.find({std::string{kind}, id});
    return raised == generations.end() ? 1 : raised->second;
  };
  const auto fill = [](const std::string& text, Token& token) {
    if (text.size() != token.size()) throw std::logic_error{"a token of an unexpected length"};
    std::copy(text.begin(), text.end(), token.begin());
  };
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    const feeds::Subject& subject = all[i].subject;
    fill(key.token(subject, generation(to_string(subject.kind), subject.id)), tokens_[i]);
    by_token_.emplace(tokens_[i], i);
    if (subject.kind != feeds::FeedKind::person) continue;
    fill(key.page_token(subject.id, generation(page_kind, subject.id)), page_tokens_[i]);
    by_page_token_.emplace(page_tokens_[i], i);
  }
}

const feeds::Feed* Catalogue::at(const Positions& positions, std::string_view token) const {
  Token wanted{};
  std::copy(token.begin(), token.end(), wanted.begin());
  const auto found = positions.find(wanted);
  return found == positions.end() ? nullptr : &feeds_.all()[found->second];
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
  return page_path(feed) + feeds_.file_name(feed) + ".ics";
}

FeedAddress address(std::string_view base, std::string_view path) {
  const auto scheme_end = base.find("://");
  const std::string_view host = scheme_end == std::string_view::npos ? base : base.substr(scheme_end + 3);
  return {.https = std::string{base} + std::string{path},
          .webcal = "webcal://" + std::string{host} + std::string{path}};
}

}  // namespace web
