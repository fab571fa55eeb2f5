<?php
// SPDX-License-Identifier: Apache-2.0
// Reads the calendars named on standard input with sabre/vobject 2 and validates them; one line of JSON each.
//
// The validator of 2.1.7 looks at every property's name and encoding; its rules for whole calendars are commented out
// in that release. How often a property may occur is what python3-vobject checks.

// The packaged library is older than PHP 8 and says so in notices.
error_reporting(E_ALL & ~E_DEPRECATED);
set_error_handler(function ($level, $message, $file, $line) {
    if ($level & error_reporting()) {
        throw new ErrorException($message, 0, $level, $file, $line);
    }
    return true;
});
require 'Sabre/VObject/includes.php';

use Sabre\VObject;

function moment($property)
{
    $time = clone $property->getDateTime();
    if ($property->getDateType() === VObject\Property\DateTime::DATE) {
        return $time->format('Y-m-d');
    }
    $time->setTimezone(new DateTimeZone('UTC'));
    return $time->format('Y-m-d\TH:i:s\Z');
}

function read($octets)
{
    $calendar = VObject\Reader::read($octets);
    $problems = array();
    foreach ($calendar->validate() as $finding) {
        $problems[] = $finding['level'] . ': ' . $finding['message'];
    }
    $events = array();
    foreach ($calendar->select('VEVENT') as $event) {
        $events[] = array(
            'uid' => (string) $event->UID,
            'start' => moment($event->DTSTART),
            'end' => moment($event->DTEND),
            'title' => (string) $event->SUMMARY,
            'status' => (string) $event->STATUS,
            'place' => (string) $event->LOCATION,
            'text' => (string) $event->DESCRIPTION,
        );
    }
    return array('events' => $events, 'problems' => $problems);
}

while (($path = fgets(STDIN)) !== false) {
    echo json_encode(read(file_get_contents(rtrim($path, "\n"))), JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR), "\n";
}
