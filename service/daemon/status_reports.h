// SPDX-License-Identifier: Apache-2.0
//
// Writes what the threads of the service report onto the status board.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "service/daemon/mail_thread.h"
#include "service/daemon/store_health.h"
#include "service/publishing/folder_state.h"
#include "service/publishing/publisher.h"
#include "service/web/status.h"
#include "service/web/status_words.h"

namespace service {

void show_folder(web::StatusBoard& board, const publishing::FolderState& folder, programme::Instant now);

/// `server` as in web::relay_condition().
void show_mail(web::StatusBoard& board, const MailReport& report, const std::string& server,
               programme::Instant now);

void show_store(web::StatusBoard& board, const StoreReport& report, programme::Instant now);

void show_task(web::StatusBoard& board, publishing::Publisher::Task task, const std::string& problem,
               programme::Instant now);

/// The space on the file system of a folder, for a process without privileges. nullopt: it cannot be
/// measured.
std::optional<web::DiskSpace> disk_space(const std::filesystem::path& folder);

}  // namespace service
