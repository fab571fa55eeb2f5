// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "service/mail/kinds/draft.h"

namespace mail {

/// Tells what differs now from what the recipient knows. That may be less, or something else, than when the
/// mail was decided.
Outcome prepare_change(const Draft& draft);

}  // namespace mail
