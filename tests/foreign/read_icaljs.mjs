// SPDX-License-Identifier: Apache-2.0
// Reads the calendars named on standard input with ical.js; one line of JSON each.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import ICAL from "ical.js";

function moment(time) {
  const seconds = new Date(time.toUnixTime() * 1000).toISOString().replace(".000Z", "Z");
  return time.isDate ? time.toString() : seconds;
}

function read(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const problems = [];
  const events = calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component, { strictExceptions: true });
    for (const time of [event.startDate, event.endDate]) {
      if (!time.isDate && time.zone === ICAL.Timezone.localTimezone) problems.push(`${event.uid}: no time zone`);
    }
    return {
      uid: event.uid,
      start: moment(event.startDate),
      end: moment(event.endDate),
      title: event.summary,
      status: component.getFirstPropertyValue("status"),
      place: event.location ?? "",
      text: event.description ?? "",
    };
  });
  return { events, problems };
}

for await (const path of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  console.log(JSON.stringify(read(readFileSync(path, "utf8"))));
}
