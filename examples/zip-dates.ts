const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const LOCAL_HEADER = 0x04034b50
const END_SIZE = 22
const ENTRY_SIZE = 46

/** A day from 1980 on, as a zip archive keeps it. */
function dosDate(day: string): number {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  return ((year - 1980) << 9) | (month << 5) | date
}

/**
 * Gives every entry of a zip archive the same date, in place: writers stamp the time of writing, and equal input
 * must give equal bytes. Refuses what is not a plain archive without a comment (the ones our writers make).
 */
export function fixZipDates(zip: Buffer, day: string): Buffer {
  const end = zip.length - END_SIZE
  if (end < 0 || zip.readUInt32LE(end) !== END_OF_DIRECTORY) throw new Error('not a plain zip archive')
  const date = dosDate(day)
  let at = zip.readUInt32LE(end + 16)
  for (let entry = zip.readUInt16LE(end + 10); entry > 0; entry -= 1) {
    if (zip.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error(`no directory entry at ${at}`)
    const local = zip.readUInt32LE(at + 42)
    if (zip.readUInt32LE(local) !== LOCAL_HEADER) throw new Error(`no local header at ${local}`)
    setDate(zip, at + 12, date)
    setDate(zip, local + 10, date)
    at += ENTRY_SIZE + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return zip
}

function setDate(zip: Buffer, at: number, date: number): void {
  zip.writeUInt16LE(0, at)
  zip.writeUInt16LE(date, at + 2)
}
