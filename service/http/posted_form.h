// SPDX-License-Identifier: Apache-2.0
//
// The form of a POST, as cpp-httplib has read it.
#pragma once

#include <string>

namespace httplib {
struct Request;
}

namespace http {

/// Returns the status that refuses the form, or 0. 415: it is neither application/x-www-form-urlencoded nor
/// multipart/form-data, in which mail providers send the one click of RFC 8058 §3.2. 400: the target has a
/// query, which the library puts before the fields of the form; an escape is broken; there are more than 64
/// fields.
int refused_form(const httplib::Request& request);

/// Returns true when the form has that field with that value. Names may come more than once.
bool has_field(const httplib::Request& request, const std::string& name, const std::string& value);

}  // namespace http
