import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Font } from 'fontkit'
import { create } from 'fontkit'
import type { Coverage } from './printable.ts'

/** The fonts that documents are set in: two weights of ours, and what the committee adds. */

export const FAMILY = 'Noto Serif SC'
const PACKAGE = '@expo-google-fonts/noto-serif-sc'
const OURS = { regular: '400Regular/NotoSerifSC_400Regular.ttf', bold: '700Bold/NotoSerifSC_700Bold.ttf' }
const FONT_FILE = /\.(ttf|otf|ttc)$/i

interface Fonts {
  regular: Buffer
  bold: Buffer
  /** Those of the committee. */
  added: Buffer[]
  has: Coverage
}

/** Throws for a folder that is not there or a file that is no font: whoever set it up should know at once. */
export function loadFonts(folder: string | undefined): Fonts {
  const root = path.dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`))
  const [regular, bold] = [
    readFileSync(path.join(root, OURS.regular)),
    readFileSync(path.join(root, OURS.bold)),
  ]
  const added = folder === undefined ? [] : filesIn(folder)
  const faces = [regular, ...added].flatMap(facesOf)
  return {
    regular,
    bold,
    added,
    has: (codePoint) => faces.some((face) => face.hasGlyphForCodePoint(codePoint)),
  }
}

const filesIn = (folder: string): Buffer[] =>
  readdirSync(folder)
    .filter((name) => FONT_FILE.test(name))
    .sort()
    .map((name) => readFileSync(path.join(folder, name)))

function facesOf(bytes: Buffer): Font[] {
  const font = create(bytes)
  return 'fonts' in font ? font.fonts : [font]
}
