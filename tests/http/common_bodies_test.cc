// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "service/http/connection.h"

namespace {

using namespace http;

Outgoing answer(const std::shared_ptr<const std::string>& text, std::size_t pieces) {
  Outgoing out;
  out.head = "head";
  out.shared.owner = text;
  for (std::size_t i = 0; i < pieces; ++i) out.shared.pieces.push_back(std::string_view(*text).substr(i, 1));
  return out;
}

std::string text_of(const Outgoing& out) {
  std::string text;
  for (std::size_t i = 0; i < out.pieces(); ++i) text += out.at(i);
  return text;
}

TEST(CommonBodies, OneListForTheSamePieces) {
  const auto text = std::make_shared<const std::string>(std::string(100, 'a') + "b");
  CommonBodies bodies;
  Outgoing first = answer(text, 101);
  Outgoing second = answer(text, 101);
  const std::string before = text_of(first);
  bodies.join(first);
  bodies.join(second);
  ASSERT_TRUE(first.common);
  EXPECT_EQ(first.common, second.common);
  EXPECT_EQ(text_of(first), before);
  EXPECT_EQ(text_of(second), before);
  EXPECT_EQ(text.use_count(), 2) << "the list's hold besides ours";
  first = {};
  second = {};
  EXPECT_EQ(text.use_count(), 1) << "nothing is kept for nobody";
}

TEST(CommonBodies, OtherPiecesAreOtherLists) {
  const auto text = std::make_shared<const std::string>(std::string(100, 'a'));
  CommonBodies bodies;
  Outgoing whole = answer(text, 100);
  Outgoing shorter = answer(text, 90);
  Outgoing same_end = answer(text, 100);
  same_end.shared.pieces.erase(same_end.shared.pieces.begin());
  const std::string expected = text_of(same_end);
  bodies.join(whole);
  bodies.join(shorter);
  bodies.join(same_end);
  EXPECT_NE(whole.common, shorter.common);
  EXPECT_NE(whole.common, same_end.common);
  EXPECT_EQ(text_of(same_end), expected);
  EXPECT_EQ(text_of(whole).size(), 104u);
}

TEST(CommonBodies, ShortListsStay) {
  const auto text = std::make_shared<const std::string>(std::string(100, 'a'));
  CommonBodies bodies;
  Outgoing out = answer(text, 14);
  bodies.join(out);
  EXPECT_FALSE(out.common);
  EXPECT_EQ(out.shared.pieces.size(), 14u);
  Outgoing ordinary;
  ordinary.body = "body";
  bodies.join(ordinary);
  EXPECT_EQ(text_of(ordinary), "body");
}

}  // namespace
