// SPDX-License-Identifier: Apache-2.0
//
// Files that somebody may still be writing. A table that was copied up to the end of a line is a good table
// with fewer people, so checking it does not tell.
#pragma once

#include "service/config_files/files.h"

namespace publishing {

/// Of what is published, a file is gone, empty, or shorter and without its last line; or it ends in the
/// middle of a line where it did not. All of this can be meant, but then waiting a while does no harm.
bool may_be_half_written(const config_files::Texts& published, const config_files::Texts& now);

}  // namespace publishing
