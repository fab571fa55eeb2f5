// SPDX-License-Identifier: Apache-2.0
//
// The feeds and the addresses they are found at, and those of people's own pages.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "service/feeds/feed_set.h"
#include "service/feeds/token.h"
#include "service/programme/links.h"

namespace feeds {

/// Kind of generation of people's pages; those of feeds are called after the feed's kind.
inline constexpr std::string_view page_kind = "page";

/// Immutable once made; shared by all requests until the next one is published.
class Catalogue {
 public:
  /// The links as they are at `now`, which is when the feeds were made. The kind of people's pages is
  /// page_kind. `before`: one with the same key, whose addresses are taken over when they are the same ones;
  /// or nullptr.
  Catalogue(feeds::FeedSet feeds, const feeds::TokenKey& key, const programme::Links& links,
            programme::Instant now, const Catalogue* before = nullptr);

  /// The same addresses for what rebuild() made of `before.feeds()`.
  Catalogue(const Catalogue& before, feeds::FeedSet rebuilt);

  const feeds::FeedSet& feeds() const { return feeds_; }

  /// That its addresses were made with.
  const programme::Links& links() const { return addresses_->links; }

  /// The feed that the token opens, one of a closed address perhaps; or nullptr: malformed, unknown and long
  /// revoked tokens are alike.
  const feeds::Feed* find(std::string_view token) const;

  /// The feed of the person whose own pages the token opens, or nullptr: likewise.
  const feeds::Feed* find_person(std::string_view page_token) const;

  /// The token of a person's own pages (see person_paths.h); `feed` is the feed of a person.
  std::string page_token(const feeds::Feed& feed) const;

  /// "/f/<token>/<name>.ics", with the present token.
  std::string path(const feeds::Feed& feed) const;

  /// "/f/<token>/": the page that tells how to subscribe; likewise.
  std::string page_path(const feeds::Feed& feed) const;

 private:
  using Token = std::array<char, 30>;
  struct TokenHash {
    /// Tokens are keyed hashes themselves: any eight characters of one are as good as a hash of it.
    std::size_t operator()(const Token& token) const;
  };

  using Positions = std::unordered_map<Token, std::uint32_t, TokenHash>;

  struct Addresses {
    std::vector<Token> tokens;       ///< By position in the feeds.
    std::vector<Token> page_tokens;  ///< Likewise; only those of people are filled.
    Positions by_token;              ///< In the feeds, and beyond their end in those that are closed.
    Positions by_page_token;
    programme::Links links;  ///< That they were made with.
  };
  const feeds::Feed* at(const Positions& positions, std::string_view token) const;
  bool may_take_over(const Catalogue& before, const programme::Links& links) const;
  Addresses addresses(const feeds::TokenKey& key, const programme::Links& links,
                      programme::Instant now) const;
  void add_old_link(Addresses& made, const feeds::TokenKey& key, const programme::OldLink& link,
                    programme::LinkState state) const;
  std::size_t position(const feeds::Feed& feed) const;

  feeds::FeedSet feeds_;
  std::shared_ptr<const Addresses> addresses_;
};

/// "/f/<token>/<name>.ics".
std::string feed_path(std::string_view token, std::string_view name);

/// What a subscriber may use: the plain address and the one that Apple's and Mozilla's programs open by a
/// click.
struct FeedAddress {
  std::string https;
  std::string webcal;
};

/// `base` is what people reach the service at, "https://agenda.example.org", without a slash at the end.
FeedAddress address(std::string_view base, std::string_view path);

}  // namespace feeds
