// SPDX-License-Identifier: Apache-2.0
//
// Renders the events of a JSON file with npm's ical-generator for some seconds; prints calendars a second as JSON.
//
//   node render_ical_generator.mjs EVENTS SECONDS [OUTPUT]
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../tests/foreign/', import.meta.url));
const { default: ical } = require('ical-generator');
const installed = new URL('../tests/foreign/node_modules/ical-generator/package.json', import.meta.url);
const { version } = JSON.parse(readFileSync(installed));

// The values as the library wants them; not part of the time measured. It writes what a Date shows in the
// process's zone, so the process runs in the events' zone.
process.env.TZ = 'Europe/Amsterdam';
const local = (text) => new Date(text.includes('T') ? `${text}:00` : `${text}T00:00:00`);
const events = JSON.parse(readFileSync(process.argv[2])).map((event) => ({
  ...event,
  created: new Date(event.created),
  changed: new Date(event.changed),
  start: local(event.start),
  end: local(event.end),
  allDay: !event.zone,
}));

function render() {
  const calendar = ical({
    name: 'Werktraject',
    prodId: '//Werktraject//Programmakalender//NL',
    method: 'PUBLISH',
    scale: 'GREGORIAN',
    timezone: 'Europe/Amsterdam',
    ttl: 3600,
  });
  for (const event of events) {
    calendar.createEvent({
      id: event.uid,
      stamp: event.changed,
      lastModified: event.changed,
      created: event.created,
      sequence: event.sequence,
      start: event.start,
      end: event.end,
      allDay: event.allDay,
      timezone: event.zone ?? null,
      summary: event.summary,
      location: event.location || null,
      description: event.description || null,
      url: event.url || null,
      categories: [{ name: event.category }],
      status: event.tentative ? 'TENTATIVE' : 'CONFIRMED',
      transparency: event.free ? 'TRANSPARENT' : 'OPAQUE',
      busystatus: event.free ? 'FREE' : event.tentative ? 'TENTATIVE' : 'BUSY',
    });
  }
  return calendar.toString();
}

const seconds = Number(process.argv[3]);
if (process.argv[4]) writeFileSync(process.argv[4], render());

function measure(limit) {
  const spent = (since) => process.cpuUsage(since).user + process.cpuUsage(since).system;
  const begin = process.cpuUsage();
  let count = 0;
  while (spent(begin) < limit * 1e6) {
    render();
    count += 1;
  }
  return count / (spent(begin) / 1e6);
}

measure(seconds / 2); // so that the compiler has seen the code
console.log(JSON.stringify({ per_cpu_second: measure(seconds), version }));
