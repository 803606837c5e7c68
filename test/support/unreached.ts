/** Promised answers that no test reaches, each with the reason; one that is reached must leave this list. */
export const UNREACHED: Record<string, string> = {
  'createImport too_large': 'needs a file of more than 64 MiB',
  'commitImport period_closed':
    'a period closes over settled sessions or cancelled meetings, and either outdates the plan before',
}
