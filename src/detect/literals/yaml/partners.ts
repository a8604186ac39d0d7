/** User and host that stand beside a password, told by their names: `DB_USER` and `DB_HOST` go with `DB_PASSWORD`. */
import { kindOfName, splitName } from "../names.ts";
import { type Entry, scalarOf } from "./tree.ts";

export interface Partners {
  readonly user?: string;
  readonly host?: string;
}

/** Finds the partners of a name among its siblings. */
export type FindPartners = (name: string) => Partners;

const USERS = /^(?:user|username|login|usr|uid)$/;
const HOSTS = /^(?:host|hostname|server|addr|address)$/;
const PLAIN = /^[\w.@+\\/:-]{1,200}$/;
/** `MYSQL_ROOT_PASSWORD` belongs to root, not to MYSQL_USER. */
const OWN_USER = /^(?:root|admin|sa)$/;

/** What comes first in both names: `DB_PASSWORD`, `DB_USER` → `db`; then shorter and shorter. */
const lookUp = (texts: ReadonlyMap<string, string>, stem: readonly string[]): string | undefined => {
  for (let length = stem.length; length >= 0; length--) {
    const found = texts.get(stem.slice(0, length).join(" "));
    if (found !== undefined) return found;
    if (OWN_USER.test(stem[length - 1] ?? "")) return undefined;
  }
  return undefined;
};

/** Looks at the entries once, however many passwords are among them. */
export const createPartnerFinder = (entries: readonly Entry[]): FindPartners => {
  let users: Map<string, string> | null = null;
  let hosts = new Map<string, string>();
  const gather = (): Map<string, string> => {
    const found = new Map<string, string>();
    hosts = new Map();
    for (const { key, value } of entries) {
      const text = scalarOf(value)?.text.text ?? "";
      const words = splitName(key);
      const last = words.at(-1) ?? "";
      const stem = words.slice(0, -1).join(" ");
      if (!PLAIN.test(text)) continue;
      if (USERS.test(last)) found.set(stem, text);
      else if (HOSTS.test(last)) hosts.set(stem, text);
    }
    return found;
  };
  return (name) => {
    if (kindOfName(name) !== "password") return {};
    users ??= gather();
    const stem = splitName(name).slice(0, -1);
    const user = lookUp(users, stem);
    const host = lookUp(hosts, stem);
    return { ...(user === undefined ? {} : { user }), ...(host === undefined ? {} : { host }) };
  };
};
