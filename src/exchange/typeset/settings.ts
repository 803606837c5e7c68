/** What a committee adds to the documents that are printed. */
export interface TypesetSettings {
  /** A folder whose `.typ` files stand in for ours of the same name, and whose pictures they may show. */
  templates?: string | undefined
  /** A folder of fonts beside ours, for characters that ours lack. */
  fonts?: string | undefined
}
