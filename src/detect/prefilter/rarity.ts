/** How rare bytes and short strings are in source text: what is searched for should be rare. */
import { fold } from "./literal.ts";

/**
 * Bits (−log2 of the share) of the characters from space to tilde, in halves, base 36. Measured over packages in
 * JavaScript and projects in C; it only has to be roughly right, since it decides how fast something is found, not what.
 */
const HALF_BITS =
  "5kdhijjhdddkdeeefghijjjkkkfeheglmfifgeiiifnjfhggglffegkklkoiiirciaebb8cecajgbdaack9a9cfgfejgigp";
const NEWLINE_BITS = 5;
const TAB_BITS = 7;
const OTHER_BITS = 16;

/** Words that every program is full of: their letters stand together more often than by chance. */
const COMMON_WORDS =
  "this return type data node null test name string const void value function size error result server file with http " +
  "https code char client from struct else module config option command reply that number assert length true false case " +
  "easy define list object state static default path include array info version start long index source flag line count " +
  "create when time import have stream buffer event user token content unsigned read request export break initialize next " +
  "equal check used write proxy connection only dict kind multi call after free first then port last boolean example " +
  "software callback message args encoding should protocol parse header entry host param project keys extend socket table " +
  "will text property interface output base schema match context timeout while debug push hash copyright master query " +
  "group async expression open global offset which range response make byte handle current side stat link memory expect " +
  "cache class format input without also document status description mode part update require method using cleanup " +
  "argument self block promise auth json before syntax identifier element license body since item allow prototype limit " +
  "empty date must field send script commit process reference done append root listener thread resolve prefix remove " +
  "invalid copy wait release internal pattern load exit available added zero head does enable merge pull continue history " +
  "more like order each meta build specified operation expire than delete select filter rule there column transfer main " +
  "same other where term library agent stack find private child peer session need feature level symbol integer support " +
  "active parent mock comment print keyword store local want some valid condition given sync single save pointer double " +
  "digest total position inline plugin install design sign work space instance change mark here end sync linked identified " +
  "package depend declare component parameter structure character override throw catch raise except public protected " +
  "abstract virtual template namespace lambda yield super final interrupt signal scope module exports typeof undefined " +
  "github google amazon linux window android browser docker python script java rust curl node npm yarn webpack basic " +
  "password secret access account key pass author license address domain email phone mobile calendar finance market trade " +
  "network system service security manage monitor report channel stream message chat voice video audio image picture " +
  "color layer frame paint draw shape button click mouse touch view page site link menu form label title style theme font " +
  "tool bench mark script master worker cluster queue task step stage phase round count " +
  '://www. http:// https:// .com/ .org/ .net/ .io/ ": " ", " = "" (""); === !== ---- ==== //// #### **** ____ .... ';

/** Numbers for the strings of three and four of their letters: joined, bytes make a key without making a string. */
const COMMON = new Set<number>();
{
  let [four, three] = [0, 0];
  for (const byte of Buffer.from(COMMON_WORDS, "latin1")) {
    four = (four << 8) | byte;
    three = four & 0xffffff;
    COMMON.add(four).add(three);
  }
}

const BITS = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === 0x0a) return 2 * NEWLINE_BITS;
  if (byte === 0x09) return 2 * TAB_BITS;
  const digit = byte >= 0x20 && byte < 0x7f ? HALF_BITS.charAt(byte - 0x20) : "";
  return digit === "" ? 2 * OTHER_BITS : Number.parseInt(digit, 36);
});

/** −log2 of the share a byte has of source text. */
export const bitsOfByte = (byte: number): number => (BITS[byte] ?? 0) / 2;

/** −log2 of about how often up to four bytes stand together, in either case. */
export const bitsOfGram = (gram: Uint8Array): number => {
  let bits = 0;
  let key = 0;
  for (const byte of gram) {
    const lower = fold(byte);
    bits += bitsOfByte(lower);
    key = (key << 8) | lower;
  }
  return COMMON.has(key) ? bits / 2 : bits;
};
