import type { Storage, Tx } from './storage.ts'

/**
 * What belongs to no committee stands under the nil UUID (RFC 9562, 5.9), so that every table still begins with a
 * committee: the codes of all committees, and who fails to log in. It has no chain of events and no head row, so that
 * writing there makes no committee wait.
 */
export const INSTALLATION = '00000000-0000-0000-0000-000000000000'

/** One transaction on what belongs to no committee. It must emit nothing, and lock its rows in the order of their keys. */
export const writeInstallation = <T>(
  storage: Pick<Storage, 'write'>,
  requestId: string,
  work: (tx: Tx) => Promise<T>,
): Promise<T> => storage.write(INSTALLATION, { actor: 'anonymous', requestId }, work)
