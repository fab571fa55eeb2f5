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
  by_token_.reserve(all.size());
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    const feeds::Subject& subject = all[i].subject;
    const auto raised = generations.find({std::string{to_string(subject.kind)}, subject.id});
    const std::string token = key.token(subject, raised == generations.end() ? 1 : raised->second);
    if (token.size() != tokens_[i].size()) throw std::logic_error{"a token of an unexpected length"};
    std::copy(token.begin(), token.end(), tokens_[i].begin());
    by_token_.emplace(tokens_[i], i);
  }
}

const feeds::Feed* Catalogue::find(std::string_view token) const {
  if (!feeds::is_token_form(token)) return nullptr;
  Token wanted{};
  std::copy(token.begin(), token.end(), wanted.begin());
  const auto at = by_token_.find(wanted);
  return at == by_token_.end() ? nullptr : &feeds_.all()[at->second];
}

std::string Catalogue::page_path(const feeds::Feed& feed) const {
  const Token& token = tokens_[static_cast<std::size_t>(&feed - feeds_.all().data())];
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
