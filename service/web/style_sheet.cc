// SPDX-License-Identifier: Apache-2.0
#include "service/web/style_sheet.h"

namespace web {
namespace {

// Contrast of text and links is at least 7:1, targets are at least 44 CSS pixels high (WCAG 2.2).
constexpr std::string_view style = R"css(:root { color-scheme: light; }
body { margin: 0; font: 1.125rem/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; }
main { max-width: 42rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.75rem; line-height: 1.25; }
h2 { font-size: 1.25rem; margin-top: 2rem; }
ul { list-style: none; padding: 0; }
li { margin: 0.75rem 0; }
li a, a.big { display: block; padding: 0.6rem 1rem; border: 2px solid #0b4f8a; border-radius: 0.4rem; text-decoration: none; }
a { color: #0b4f8a; }
a:hover { text-decoration: underline; }
a:focus-visible, input:focus-visible, button:focus-visible { outline: 3px solid #1a1a1a; outline-offset: 3px; }
li span { display: block; padding-top: 0.2rem; font-size: 1rem; color: #444; }
input { box-sizing: border-box; width: 100%; padding: 0.6rem; font: 1rem/1.5 monospace; border: 2px solid #444; }
h3 { font-size: 1.125rem; margin: 1.5rem 0 0; }
ul.plain p { margin: 0.25rem 0; overflow-wrap: anywhere; }
ul.plain li { padding: 0.75rem 0; border-bottom: 1px solid #767676; }
button { min-height: 2.75rem; margin: 0.5rem 0; padding: 0.6rem 1.5rem; font: inherit; color: #fff; background: #0b4f8a; border: 2px solid #0b4f8a; border-radius: 0.4rem; cursor: pointer; }
button.quiet { color: #0b4f8a; background: #fff; }
fieldset { margin: 0 0 1rem; padding: 0.5rem 1rem; border: 2px solid #444; border-radius: 0.4rem; min-width: 0; }
label { display: block; padding: 0.5rem 0; }
input[type=checkbox] { width: 1.75rem; height: 1.75rem; margin: 0 0.5rem 0 0; vertical-align: middle; }
.state { font-weight: bold; }
.unseen { position: absolute; width: 1px; height: 1px; padding: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.note { border-left: 4px solid #8a4b00; padding-left: 1rem; }
)css";

}  // namespace

std::string_view style_sheet() { return style; }

}  // namespace web
