// SPDX-License-Identifier: Apache-2.0
//
// The feeds with their addresses, and the addresses of people's pages.
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

/// The kind of people's pages in programme::Links. The kinds of feeds have the names of FeedKind.
inline constexpr std::string_view page_kind = "page";

/// Immutable, so safe to read on any number of threads. All requests share it until the next publication.
class Catalogue {
 public:
  /// Computes the addresses from `links` at `now`, the time at which the feeds were built. `before` is
  /// nullptr or a catalogue with the same key; unchanged addresses are reused from it.
  Catalogue(feeds::FeedSet feeds, const feeds::TokenKey& key, const programme::Links& links,
            programme::Instant now, const Catalogue* before = nullptr);

  /// The addresses of `before`, for feeds that rebuild() made from `before.feeds()`.
  Catalogue(const Catalogue& before, feeds::FeedSet rebuilt);

  const feeds::FeedSet& feeds() const { return feeds_; }

  /// The links that the addresses were computed from.
  const programme::Links& links() const { return addresses_->links; }

  /// The feed with this token, which may be the feed of a closed address. Returns nullptr alike for
  /// malformed, unknown and long revoked tokens.
  const feeds::Feed* find(std::string_view token) const;

  /// The feed of the person whose pages have this token; nullptr as above.
  const feeds::Feed* find_person(std::string_view page_token) const;

  /// The token of a person's pages. Requires that `feed` is the feed of a person. See overview_path().
  std::string page_token(const feeds::Feed& feed) const;

  /// "/f/<token>/<name>.ics", with the current token.
  std::string path(const feeds::Feed& feed) const;

  /// "/f/<token>/": the page with instructions to subscribe, with the current token.
  std::string page_path(const feeds::Feed& feed) const;

 private:
  using Token = std::array<char, 30>;
  struct TokenHash {
    /// Takes eight characters of the token, which is a keyed hash itself.
    std::size_t operator()(const Token& token) const;
  };

  using Positions = std::unordered_map<Token, std::uint32_t, TokenHash>;

  struct Addresses {
    std::vector<Token> tokens;       ///< By position in the feeds.
    std::vector<Token> page_tokens;  ///< By position in the feeds; filled for people only.
    Positions by_token;              ///< Positions in the feeds; closed feeds come after them.
    Positions by_page_token;
    programme::Links links;  ///< The links that they were computed from.
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

/// The addresses for a subscriber. Programs of Apple and Mozilla open a webcal address with one click.
struct FeedAddress {
  std::string https;
  std::string webcal;
};

/// `base` is the public address of the service, "https://agenda.example.org", without a slash at the end.
FeedAddress address(std::string_view base, std::string_view path);

}  // namespace feeds
