/** Promised answers that no test reaches, each with the reason; one that is reached must leave this list. */
export const UNREACHED: Record<string, string> = {}
