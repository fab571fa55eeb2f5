// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "service/config_files/load.h"
#include "service/mail/worker.h"
#include "service/smtp/courier.h"

namespace service {

/// The courier that the settings ask for: the organiser's mail server, or without one files in `mail` in the
/// data folder. Throws std::runtime_error when the password file cannot be used.
std::unique_ptr<smtp::Courier> choose_courier(const config_files::MailSettings& settings,
                                              const std::filesystem::path& data_folder);

/// Where mail goes with these settings, for people: "smtp.example.org:587" or the folder.
std::string courier_name(const config_files::MailSettings& settings,
                         const std::filesystem::path& data_folder);

/// `base` is what people reach the service at: Message-IDs are made in its domain.
mail::WorkerOptions worker_options(const config_files::Settings& settings, const std::string& base);

}  // namespace service
