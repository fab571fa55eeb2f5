// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "service/publishing/publication.h"

namespace publishing {

/// Who is still to be told something up to that revision, by a change mail or an invitation, as recipients
/// (programme::Recipient::key()), each once; not of what is in the outbox already. `published`: what it
/// holds. Says on standard error when this version of the program cannot read what people know.
std::vector<std::string> untold(store::Store& store, int revision, const Configuration& published,
                                programme::Instant now, programme::Language language);

}  // namespace publishing
