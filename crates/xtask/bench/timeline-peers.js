// The peers in a page of their own: each is given the same rows and events and shows the same week, with what its manual
// says for many events. `peers[name].start(place, data)` answers what ends it again. Events are moved and never resized,
// and moved to any minute, as ours are.
import { DayPilot } from "@daypilot/daypilot-lite-javascript";
import { createCalendar, destroyCalendar, Interaction, ResourceTimeline } from "@event-calendar/core";
import "@event-calendar/core/index.css";

const DAYS = 7;
/** Hours that a cell of the week is wide, so that the week fits the screen as ours does. */
const CELL_HOURS = 2;
const CELL_PIXELS = 13;
const LABEL_PIXELS = 160;

window.peers = {
  event_calendar: {
    event: ".ec-event",
    start(place, { from, rows, events }) {
      const calendar = createCalendar(place, [ResourceTimeline, Interaction], {
        view: "resourceTimelineWeek",
        date: from,
        firstDay: 1,
        height: "100%",
        editable: true,
        eventDurationEditable: false,
        slotDuration: { hours: CELL_HOURS },
        slotWidth: CELL_PIXELS,
        resources: rows.map((row) => ({ id: row.id, title: row.name })),
        events: events.map((event) => ({ id: event.id, resourceIds: [event.row], start: event.starts, end: event.ends, title: event.title })),
      });
      return () => destroyCalendar(calendar);
    },
  },
  daypilot: {
    event: ".scheduler_default_event",
    start(place, { from, rows, events }) {
      const inner = place.appendChild(document.createElement("div"));
      const scheduler = new DayPilot.Scheduler(inner, {
        startDate: from,
        days: DAYS,
        scale: "CellDuration",
        cellDuration: CELL_HOURS * 60,
        cellWidth: CELL_PIXELS,
        timeHeaders: [{ groupBy: "Day" }, { groupBy: "Cell" }],
        rowHeaderWidth: LABEL_PIXELS,
        heightSpec: "Fixed",
        height: place.clientHeight - 60,
        eventMoveHandling: "Update",
        eventResizeHandling: "Disabled",
        snapToGrid: false,
        dynamicEventRendering: "Progressive",
        resources: rows.map((row) => ({ id: row.id, name: row.name })),
        events: events.map((event) => ({ id: event.id, resource: event.row, start: event.starts, end: event.ends, text: event.title })),
      });
      scheduler.init();
      return () => scheduler.dispose();
    },
  },
};
