// Numbers, days and sentences for people, in the language of the page.

import { typeName } from "./graph-style.js";

const LOCALE = globalThis.document?.documentElement.lang || "en";
const number = new Intl.NumberFormat(LOCALE);
const percent = new Intl.NumberFormat(LOCALE, { style: "percent" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const month = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });

export const count = (value) => number.format(value);
export const share = (value) => percent.format(value);
export const plural = (value, one, many = `${one}s`) => `${count(value)} ${value === 1 ? one : many}`;

/** "9 April 2025"; "" for no day. */
export const date = (iso) => (iso ? day.format(new Date(`${iso}T00:00:00Z`)) : "");

/** A day, or a moment with its time in the reader's zone. */
export const since = (told) => (told.length > 10 ? new Date(told).toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" }) : date(told));

/** A period as exactly as it was told: a day, a month, a year, or from … to …. */
export function period(told) {
  if (!told) return "";
  const { earliest, latest, granularity } = told;
  if (earliest && earliest === latest) return date(earliest);
  if (granularity === "month" && earliest) return month.format(new Date(`${earliest}T00:00:00Z`));
  if (granularity === "year" && earliest) return earliest.slice(0, 4);
  if (!earliest) return `until ${date(latest)}`;
  if (!latest) return `since ${date(earliest)}`;
  return `${date(earliest)} – ${date(latest)}`;
}

/** The days of a relation in the view: one, or first – last. */
export const days = ({ earliest, latest }) => (earliest && latest && earliest !== latest ? `${date(earliest)} – ${date(latest)}` : date(earliest ?? latest));

export const kind = (name) => (name === "IGO" ? "international body" : name === "ORG" ? "organisation" : name.toLowerCase());

const PLURALS = { PERSON: "people", COUNTRY: "countries", IGO: "international bodies", FACILITY: "facilities", EQUIPMENT: "equipment" };
export const kinds = (name) => PLURALS[name] ?? `${kind(name)}s`;

/** "asserted, 2 articles, 9 April 2025" */
export function summaryOf(relation) {
  const parts = [relation.status, plural(relation.articles, "article"), days(relation)];
  if (relation.contested) parts.push("reports contradict each other");
  if (relation.opposes?.length) parts.push("opposite deed reported");
  return parts.filter(Boolean).join(", ");
}

/** "Mark Rutte VISITS Japan" */
export const claim = (relation, nameById) => `${nameById(relation.subject)} ${typeName(relation.type)} ${nameById(relation.object)}`;
