/** What an import reads at most. A file beyond it is refused by name, never cut. */

/** Delimited text and JSON Lines are read as they lie, a block at a time. */
export const TEXT_BYTES_MAX = 256 * 1024 * 1024
/** Workbooks and pages: the bytes as uploaded, most of them packed. */
export const BOOK_BYTES_MAX = 64 * 1024 * 1024
/** Rows of a sheet in a spreadsheet program. */
export const ROWS_MAX = 1_048_576
/** Rows of what can only be read whole: XLS, XLSB, ODS, web pages; and of rosters and records. */
export const WHOLE_ROWS_MAX = 300_000
export const COLUMNS_MAX = 1_000
