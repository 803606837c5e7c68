/** A number as it is printed: at most two decimals, none where there are none. */
export const number = (value: number | null | undefined): string =>
  value === null || value === undefined ? '—' : String(Math.round(value * 100) / 100)

export const percent = (value: number | null | undefined): string =>
  value === null || value === undefined ? '—' : `${number(value)}%`
