/** What the address says that a secret stands in: `scheme://user:SECRET@host:port/path`, `-u user:SECRET`, `jdbc:…?password=SECRET`. */
import type { Candidate } from "../candidate.ts";
import { type Facts, isPlainName, readFacts, readUrl } from "./public-values.ts";

const LEFT = 300;
const RIGHT = 200;
const USER_INFO = /([a-z][a-z0-9+.-]{1,30}:\/\/[^\s:@/"'`<>]{0,64}):$/i;
const OPTION = /(?:^|\s)(?:-u|--user)[ =]{1,2}["']?([^\s:"'`]{1,64}):$/;
const JDBC = /(jdbc:[a-z0-9]{2,20}:\/\/[^\s"'<>]{1,200})[?;&](?:password|pwd)=$/i;

/** `docker login -u ci -p SECRET registry.example`: what is neither an option nor its value. */
const LOGIN =
  /\b(?:docker|podman|buildah|skopeo|crane|oras|helm\s{1,4}registry)\s{1,4}(?:auth\s{1,4})?login\b([^|;&\n"'`]{1,400})/;
const OPTIONS = /(?:^|\s)(?:(?:-u|-p|--username|--password)(?:\s{1,4}|=)\S{1,200}|-\S{0,60})/g;
const WEB = /https?:\/\/[^\s"'`|;&<>\\]{3,200}/g;

const readRegistry = (window: string): Facts => {
  const rest = LOGIN.exec(window)?.[1]?.replaceAll(OPTIONS, " ").trim() ?? "";
  if (rest === "" || /\s/.test(rest)) return {};
  return readFacts("host", rest);
};

/** The only address of a command says where its user logs in. */
const readOnlyUrl = (window: string): Facts => {
  const [only, ...others] = new Set(window.match(WEB));
  return only === undefined || others.length > 0 ? {} : readUrl(only);
};

export const readAddress = ({ window, before, value }: Candidate): Facts => {
  const at = window.indexOf(before + value);
  if (at === -1) return {};
  const start = at + before.length;
  const left = window.slice(Math.max(0, start - LEFT), start);
  const right = window.slice(start + value.length, start + value.length + RIGHT);
  const address = USER_INFO.exec(left)?.[1];
  if (address !== undefined) return right.startsWith("@") ? readUrl(address + right) : {};
  const jdbc = JDBC.exec(left)?.[1];
  if (jdbc !== undefined) return readUrl(jdbc);
  const username = OPTION.exec(left)?.[1];
  if (username === undefined) return readRegistry(window);
  return { ...readOnlyUrl(window), ...(isPlainName(username) ? { username } : {}) };
};
