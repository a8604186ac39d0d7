/** Where in a text something stands. */

/** Byte offsets in the scanned bytes, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** 1-based lines and columns; columns count Unicode code points; `endColumn` is one past the last character. */
export interface Region {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}
